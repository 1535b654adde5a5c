package dev.yardmaster.session.log;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
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
 * Makes the logs of all sessions durable: one thread, one insert at a time, after {@link #PAUSE} or as soon as a whole segment waits.
 * When the database fails it keeps trying; the logs hold what is not stored, and pause their children when that is too much.
 */
public @Singleton class LogWriter {
    private static final Logger LOG = Logger.getLogger(LogWriter.class);
    private static final Duration PAUSE = Duration.ofMillis(50);
    private static final Duration RETRY = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final long BATCH_BYTES = 2 * 1024 * 1024;

    private final ChunkRepository repository;
    private final EventFeed feed;
    private final ConcurrentLinkedQueue<SessionLog> news = new ConcurrentLinkedQueue<>();
    private final Thread thread =
            Thread.ofPlatform().name("log-writer").daemon().unstarted(this::run);
    private volatile boolean stopping;

    LogWriter(ChunkRepository repository, EventFeed feed) {
        this.repository = repository;
        this.feed = feed;
    }

    void start(@Observes StartupEvent event) {
        thread.start();
    }

    /** Waits until everything that was appended is stored, or the patience is over. */
    void stop(@Observes @Priority(300) ShutdownEvent event) throws InterruptedException {
        stopping = true;
        LockSupport.unpark(thread);
        thread.join(PATIENCE);
    }

    /** A log has something new; any thread. */
    public void offer(SessionLog log) {
        if (log.markQueued()) {
            news.add(log);
            LockSupport.unpark(thread);
        } else if (log.storeIsDue()) {
            LockSupport.unpark(thread);
        }
    }

    private void run() {
        // A set, so that who tells of news more often does not get more turns.
        SequencedSet<SessionLog> due = new LinkedHashSet<>();
        while (!stopping || !news.isEmpty() || !due.isEmpty()) {
            if (due.isEmpty()) {
                awaitNews();
            }
            takeNews(due);
            store(due);
        }
    }

    private void awaitNews() {
        while (news.isEmpty() && !stopping) {
            LockSupport.park(this);
        }
        pause(PAUSE, () -> news.stream().anyMatch(SessionLog::storeIsDue));
    }

    private void takeNews(SequencedSet<SessionLog> due) {
        for (SessionLog log = news.poll(); log != null; log = news.poll()) {
            log.unmarkQueued();
            due.add(log);
        }
    }

    /** Stores a chunk of each of the first logs. Those that are due again at once go behind the others, so that none has to wait for long. */
    private void store(SequencedSet<SessionLog> due) {
        Map<SessionLog, Chunk> batch = new LinkedHashMap<>();
        for (long bytes = 0; bytes < BATCH_BYTES && !due.isEmpty(); ) {
            SessionLog log = due.removeFirst();
            Optional<LogSlice> slice = log.unstored();
            if (slice.isPresent()) {
                batch.put(log, new Chunk(0, log.session(), log.agent(), slice.get()));
                bytes += slice.get().frames().length() + slice.get().raw().length();
            }
        }
        if (batch.isEmpty()) {
            return;
        }
        if (!insert(List.copyOf(batch.values()))) {
            due.clear();
            return;
        }
        batch.forEach((log, chunk) -> {
            log.stored(chunk.slice().lastSeq());
            if (log.storeIsDue()) {
                due.add(log);
            } else if (log.unstored().isPresent()) {
                offer(log);
            }
        });
    }

    /** Tries until it works; says no only when the service stops first. */
    private boolean insert(List<Chunk> chunks) {
        for (int failures = 0; ; failures++) {
            try {
                feed.add(repository.insert(chunks).await().atMost(PATIENCE));
                return true;
            } catch (RuntimeException e) {
                if (failures == 0) {
                    LOG.errorf("state=log_not_stored chunks=%d error=%s; trying again every second", chunks.size(), e);
                }
                if (stopping) {
                    return false;
                }
                pause(RETRY, () -> false);
            }
        }
    }

    /** Waits for a time, or until the service stops or there is no more reason to. */
    private void pause(Duration time, BooleanSupplier over) {
        long deadline = System.nanoTime() + time.toNanos();
        for (long left = time.toNanos(); left > 0 && !stopping; left = deadline - System.nanoTime()) {
            if (over.getAsBoolean()) {
                return;
            }
            LockSupport.parkNanos(this, left);
        }
    }
}
