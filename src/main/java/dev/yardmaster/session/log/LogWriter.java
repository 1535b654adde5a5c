package dev.yardmaster.session.log;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jboss.logging.Logger;

/**
 * Makes the logs of all sessions durable. One thread runs one insert at a time, {@link #PAUSE} after the first new event or as soon as a
 * full segment waits. When the database fails, the writer retries. Meanwhile the logs hold the unstored events, and each pauses its child
 * when it holds too many.
 */
public @Singleton class LogWriter {
    /** How long events wait for others to be stored with. */
    static final Duration PAUSE = Duration.ofMillis(50);

    /** The time between a failed insert and the next attempt. */
    static final Duration RETRY = Duration.ofSeconds(1);

    /** The size of the slices in bytes at which a batch takes no more of them. */
    static final long BATCH_BYTES = 2 * 1024 * 1024;

    private static final Logger LOG = Logger.getLogger(LogWriter.class);
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final ChunkStore store;
    private final EventFeed feed;
    private final Parking parking;
    // Logs with new events, from any thread.
    private final ConcurrentLinkedQueue<SessionLog> offered = new ConcurrentLinkedQueue<>();
    // The logs to store next, for the writer's thread only. A set, so that a log offered twice gets one turn.
    private final SequencedSet<SessionLog> due = new LinkedHashSet<>();
    private final Thread thread =
            Thread.ofPlatform().name("log-writer").daemon().unstarted(this::run);
    private volatile boolean stopping;

    @Inject
    LogWriter(ChunkStore store, EventFeed feed) {
        this(store, feed, Parking.THREAD);
    }

    LogWriter(ChunkStore store, EventFeed feed, Parking parking) {
        this.store = store;
        this.feed = feed;
        this.parking = parking;
    }

    void start(@Observes StartupEvent event) {
        thread.start();
    }

    /** Waits until all offered events are stored, for at most 30 seconds. */
    void stop(@Observes @Priority(300) ShutdownEvent event) throws InterruptedException {
        stopping = true;
        LockSupport.unpark(thread);
        thread.join(TIMEOUT);
    }

    /** Queues a log that has new events. May be called from any thread. */
    public void offer(SessionLog log) {
        if (log.markQueued()) {
            offered.add(log);
            LockSupport.unpark(thread);
        } else if (log.storeIsDue()) {
            LockSupport.unpark(thread);
        }
    }

    private void run() {
        while (!stopping || hasWork()) {
            storeNext();
        }
    }

    /** Whether logs wait for their turn. */
    boolean hasWork() {
        return !offered.isEmpty() || !due.isEmpty();
    }

    /** Waits for new events if no log is due, then stores one batch. */
    void storeNext() {
        if (due.isEmpty()) {
            awaitOffers();
        }
        takeOffers();
        storeBatch();
    }

    private void awaitOffers() {
        while (offered.isEmpty() && !stopping) {
            parking.park();
        }
        pause(PAUSE, () -> offered.stream().anyMatch(SessionLog::storeIsDue));
    }

    private void takeOffers() {
        for (SessionLog log = offered.poll(); log != null; log = offered.poll()) {
            log.unmarkQueued();
            due.add(log);
        }
    }

    private void storeBatch() {
        Map<SessionLog, Chunk> batch = nextBatch();
        if (batch.isEmpty()) {
            return;
        }
        if (insert(List.copyOf(batch.values()))) {
            batch.forEach(this::stored);
        } else {
            due.clear();
        }
    }

    /** Takes a chunk of each of the first due logs. */
    private Map<SessionLog, Chunk> nextBatch() {
        Map<SessionLog, Chunk> batch = new LinkedHashMap<>();
        for (long bytes = 0; bytes < BATCH_BYTES && !due.isEmpty(); ) {
            SessionLog log = due.removeFirst();
            Optional<LogSlice> slice = log.unstored();
            if (slice.isPresent()) {
                batch.put(log, new Chunk(0, log.session(), log.agent(), slice.get()));
                bytes += slice.get().frames().length() + slice.get().raw().length();
            }
        }
        return batch;
    }

    /** A log that is due again immediately goes behind the others, so that no log waits for long. */
    private void stored(SessionLog log, Chunk chunk) {
        log.stored(chunk.slice().lastSeq());
        if (log.storeIsDue()) {
            due.add(log);
        } else if (log.unstored().isPresent()) {
            offer(log);
        }
    }

    /** Retries until the insert succeeds; returns false only if the service stops before that. */
    private boolean insert(List<Chunk> chunks) {
        for (int failures = 0; ; failures++) {
            try {
                feed.add(store.insert(chunks).await().atMost(TIMEOUT));
                return true;
            } catch (RuntimeException e) {
                if (failures == 0) {
                    LOG.errorf("state=log_not_stored chunks=%d error=%s; retrying every second", chunks.size(), e);
                }
                if (stopping) {
                    return false;
                }
                pause(RETRY, () -> false);
            }
        }
    }

    /** Waits for a time; ends early when the service stops or {@code over} is true. */
    private void pause(Duration time, BooleanSupplier over) {
        long deadline = parking.nanoTime() + time.toNanos();
        for (long left = time.toNanos(); left > 0 && !stopping; left = deadline - parking.nanoTime()) {
            if (over.getAsBoolean()) {
                return;
            }
            parking.park(left);
        }
    }
}
