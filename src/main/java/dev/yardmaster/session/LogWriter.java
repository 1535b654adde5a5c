package dev.yardmaster.session;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jboss.logging.Logger;

/**
 * Makes the logs of all sessions durable: one thread, one insert at a time, after {@link #PAUSE} or as soon as a whole segment waits.
 * When the database fails it keeps trying; the logs hold what is not stored, and pause their children when that is too much.
 */
@Singleton
class LogWriter {
    private static final Logger LOG = Logger.getLogger(LogWriter.class);
    private static final Duration PAUSE = Duration.ofMillis(50);
    private static final Duration RETRY = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final long BATCH_BYTES = 2 * 1024 * 1024;

    private final ChunkRepository repository;
    private final Feed feed;
    private final ConcurrentLinkedQueue<SessionLog> news = new ConcurrentLinkedQueue<>();
    private final Thread thread =
            Thread.ofPlatform().name("log-writer").daemon().unstarted(this::run);
    private volatile boolean stopping;

    LogWriter(ChunkRepository repository, Feed feed) {
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
    void offer(SessionLog log) {
        if (log.markQueued()) {
            news.add(log);
            LockSupport.unpark(thread);
        } else if (log.storeIsDue()) {
            LockSupport.unpark(thread);
        }
    }

    private void run() {
        while (!stopping || !news.isEmpty()) {
            awaitNews();
            List<SessionLog> logs = takeNews();
            while (!logs.isEmpty()) {
                logs = store(logs);
            }
        }
    }

    private void awaitNews() {
        while (news.isEmpty() && !stopping) {
            LockSupport.park(this);
        }
        pause(PAUSE, () -> news.stream().anyMatch(SessionLog::storeIsDue));
    }

    private List<SessionLog> takeNews() {
        List<SessionLog> logs = new ArrayList<>();
        for (SessionLog log = news.poll(); log != null; log = news.poll()) {
            log.unmarkQueued();
            logs.add(log);
        }
        return logs;
    }

    /** Stores one batch, a chunk of each log in turn so that none keeps the others waiting; says which are due again at once. */
    private List<SessionLog> store(List<SessionLog> logs) {
        Map<SessionLog, Chunk> batch = new LinkedHashMap<>();
        long bytes = 0;
        for (SessionLog log : logs) {
            Optional<Slice> slice = bytes < BATCH_BYTES ? log.unstored() : Optional.empty();
            if (slice.isPresent()) {
                batch.put(log, new Chunk(0, log.session(), log.agent(), slice.get()));
                bytes += slice.get().frames().length() + slice.get().raw().length();
            }
        }
        if (!batch.isEmpty() && !insert(List.copyOf(batch.values()))) {
            return List.of();
        }
        batch.forEach((log, chunk) -> log.stored(chunk.slice().lastSeq()));
        logs.stream()
                .filter(log -> !log.storeIsDue() && log.unstored().isPresent())
                .forEach(this::offer);
        return logs.stream().filter(SessionLog::storeIsDue).toList();
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
