package dev.yardmaster.provider.codex;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.yardmaster.json.Json;
import dev.yardmaster.process.Line;
import dev.yardmaster.process.LineListener;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Notifies a dialogue, which has no clock, when Codex has sent nothing for a while. It inserts one line among those of Codex for each
 * silence. Thread-safe: the lines are guarded by its monitor. Codex's lines arrive on the child's reader thread, its own on virtual
 * threads.
 */
final class SilenceWatch implements LineListener {
    /** The method name of the inserted line. */
    static final String SILENCE_METHOD = "yardmaster/silence";

    private static final String LINE =
            Json.object().put("method", SILENCE_METHOD).toString();

    private final LineListener lines;
    private final long limit;
    private final LongSupplier nanoTime;
    private final Scheduler scheduler;
    private volatile long lastActivity;
    private boolean reported;
    private boolean closed;

    /** Runs a task once, on a thread of its own. */
    @FunctionalInterface
    interface Scheduler {
        void schedule(long delayNanos, Runnable task);
    }

    /** @param limit how long a silence must last to be reported */
    SilenceWatch(LineListener lines, Duration limit) {
        this(lines, limit, System::nanoTime, SilenceWatch::onVirtualThread);
    }

    /** @param nanoTime a monotonic clock, in nanoseconds */
    SilenceWatch(LineListener lines, Duration limit, LongSupplier nanoTime, Scheduler scheduler) {
        this.lines = lines;
        this.limit = limit.toNanos();
        this.nanoTime = nanoTime;
        this.scheduler = scheduler;
    }

    /**
     * Starts to watch. Takes no monitor: the thread that starts Codex may hold a lock that the first line, which holds the monitor, waits
     * for.
     */
    void start() {
        lastActivity = nanoTime.getAsLong();
        scheduler.schedule(limit, this::check);
    }

    /** Whether a line reports a silence. */
    static boolean isSilence(ObjectNode line) {
        return line.path("method").asText().equals(SILENCE_METHOD);
    }

    @Override
    public synchronized void onLine(Line line) {
        lines.onLine(line);
    }

    @Override
    public synchronized void onBatch() {
        lastActivity = nanoTime.getAsLong();
        reported = false;
        lines.onBatch();
    }

    /** Stops to report silences. After it returns, no line is inserted. */
    synchronized void close() {
        closed = true;
    }

    private synchronized void check() {
        if (closed) {
            return;
        }
        long left = lastActivity + limit - nanoTime.getAsLong();
        scheduler.schedule(left > 0 ? left : limit, this::check);
        if (left <= 0 && !reported) {
            reported = true;
            lines.onLine(Line.of(LINE));
            lines.onBatch();
        }
    }

    private static void onVirtualThread(long delayNanos, Runnable task) {
        CompletableFuture.delayedExecutor(delayNanos, TimeUnit.NANOSECONDS, Thread::startVirtualThread)
                .execute(task);
    }
}
