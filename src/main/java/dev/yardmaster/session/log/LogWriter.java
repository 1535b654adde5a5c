package dev.yardmaster.session.log;

import dev.yardmaster.session.spool.Spool;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jboss.logging.Logger;

/**
 * Makes the logs of all sessions durable. One thread runs one insert at a time, {@link #PAUSE} after the first new event or as soon as a
 * full segment waits. After a failed insert the writer pauses for {@link #RETRY} and continues with one log, then two, then four, and so on.
 * The logs of the failed insert come last, so a log that cannot be stored does not stop the others. Meanwhile the logs hold the unstored
 * events, and each pauses its child when it holds too many.
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
    private static final int ALL = 1_000_000;

    private final ChunkStore store;
    private final EventFeed feed;
    private final Runnable forceSpool;
    private final Parking parking;
    // Logs with new events, from any thread.
    private final ConcurrentLinkedQueue<SessionLog> offered = new ConcurrentLinkedQueue<>();
    // The logs to store next, for the writer's thread only. A set, so that a log offered twice gets one turn.
    private final SequencedSet<SessionLog> due = new LinkedHashSet<>();
    private final Thread thread =
            Thread.ofPlatform().name("log-writer").daemon().unstarted(this::run);
    private volatile boolean stopping;
    private volatile boolean idle = true;
    private volatile long progressAt;
    // For the writer's thread only: chunks whose insert has failed. It may have stored them nevertheless, so they are
    // inserted again as they are.
    private final Map<SessionLog, Chunk> failed = new HashMap<>();
    private int maxLogs = ALL;
    private boolean failing;

    @Inject
    LogWriter(ChunkStore store, EventFeed feed, Spool spool) {
        this(store, feed, spool::force, Parking.THREAD);
    }

    /** @param forceSpool lets unstored events survive a crash of the machine; runs every {@link #PAUSE} while the database is late */
    LogWriter(ChunkStore store, EventFeed feed, Runnable forceSpool, Parking parking) {
        this.store = store;
        this.feed = feed;
        this.forceSpool = forceSpool;
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

    /** Whether the writer's thread runs. */
    boolean isAlive() {
        return thread.isAlive();
    }

    /** For how long the writer has had events to store without storing any. */
    Duration delay() {
        return Duration.ofNanos(idle ? 0 : parking.nanoTime() - progressAt);
    }

    private void run() {
        while (!stopping || hasWork()) {
            try {
                storeNext();
            } catch (Throwable e) {
                recover(e);
            }
        }
    }

    private void recover(Throwable failure) {
        try {
            LOG.errorf(failure, "state=log_writer_failed; trying again");
            putBehindOthers(1);
            pause(RETRY, () -> false);
        } catch (Throwable _) {
            // The writer must continue even if there is no memory for a message.
        }
    }

    /** Whether logs wait for their turn. */
    boolean hasWork() {
        return !offered.isEmpty() || !due.isEmpty();
    }

    /** Waits for new events if no log is due, then stores one batch. Retries until that succeeds, or the service stops. */
    void storeNext() {
        if (due.isEmpty()) {
            awaitOffers();
        }
        do {
            takeOffers();
        } while (!storeBatch());
    }

    private void awaitOffers() {
        idle = true;
        while (offered.isEmpty() && !stopping) {
            parking.park();
        }
        progressAt = parking.nanoTime();
        idle = false;
        pause(PAUSE, () -> offered.stream().anyMatch(SessionLog::storeIsDue));
    }

    private void takeOffers() {
        for (SessionLog log = offered.peek(); log != null; log = offered.peek()) {
            due.add(log);
            offered.remove();
            log.unmarkQueued();
        }
    }

    /** Returns whether nothing is left to retry. */
    private boolean storeBatch() {
        Map<SessionLog, Chunk> batch = nextBatch();
        if (batch.isEmpty() || insert(List.copyOf(batch.values()))) {
            maxLogs = Math.min(2 * maxLogs, ALL);
            batch.keySet().forEach(due::remove);
            batch.keySet().forEach(failed::remove);
            batch.forEach(this::stored);
            return true;
        }
        if (stopping) {
            due.clear();
            return true;
        }
        failed.putAll(batch);
        maxLogs = 1;
        putBehindOthers(batch.size());
        for (Duration waited = Duration.ZERO; waited.compareTo(RETRY) < 0 && !stopping; waited = waited.plus(PAUSE)) {
            forceSpool.run();
            pause(PAUSE, () -> false);
        }
        return false;
    }

    /** Takes a chunk of each of the first due logs. The logs stay due. */
    private Map<SessionLog, Chunk> nextBatch() {
        Map<SessionLog, Chunk> batch = new LinkedHashMap<>();
        long bytes = 0;
        for (Iterator<SessionLog> logs = due.iterator();
                logs.hasNext() && bytes < BATCH_BYTES && batch.size() < maxLogs; ) {
            SessionLog log = logs.next();
            Optional<Chunk> chunk = nextChunk(log);
            if (chunk.isPresent()) {
                batch.put(log, chunk.get());
                bytes += chunk.get().slice().size();
            } else {
                logs.remove();
            }
        }
        return batch;
    }

    private Optional<Chunk> nextChunk(SessionLog log) {
        return Optional.ofNullable(failed.get(log))
                .or(() -> log.unstored().map(slice -> new Chunk(0, log.session(), log.agent(), slice)));
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

    private void putBehindOthers(int count) {
        for (int i = 0; i < count && !due.isEmpty(); i++) {
            due.addLast(due.getFirst());
        }
    }

    private boolean insert(List<Chunk> chunks) {
        try {
            feed.add(await(store.insert(chunks)));
            progressAt = parking.nanoTime();
            failing = false;
            return true;
        } catch (Throwable e) {
            if (!failing) {
                Throwable cause = e instanceof ExecutionException ? e.getCause() : e;
                LOG.errorf("state=log_not_stored chunks=%d error=%s; retrying every second", chunks.size(), cause);
            }
            failing = true;
            return false;
        }
    }

    private List<Chunk> await(Uni<List<Chunk>> insert) throws Exception {
        CompletableFuture<List<Chunk>> result = insert.subscribeAsCompletionStage();
        for (long waits = TIMEOUT.dividedBy(PAUSE); ; waits--) {
            try {
                return result.get(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                if (waits == 0) {
                    result.cancel(true);
                    throw e;
                }
                forceSpool.run();
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
