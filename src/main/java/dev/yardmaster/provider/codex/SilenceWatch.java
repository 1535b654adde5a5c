package dev.yardmaster.provider.codex;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.yardmaster.json.Json;
import dev.yardmaster.process.Line;
import dev.yardmaster.process.LineListener;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Tells a dialogue, which has no clock, that Codex has said nothing for a while: with a line among those of Codex, once for each silence.
 * Thread-safe, its lines by its monitor: Codex's come on the child's reader thread, and its own on virtual ones.
 */
final class SilenceWatch implements LineListener {
    /** Of that line. */
    static final String METHOD = "yardmaster/silence";

    private static final String LINE = Json.object().put("method", METHOD).toString();

    private final LineListener lines;
    private final long limit;
    private volatile long heard;
    private boolean told;
    private boolean closed;

    /** @param limit how long a silence is before it is told */
    SilenceWatch(LineListener lines, Duration limit) {
        this.lines = lines;
        this.limit = limit.toNanos();
    }

    /**
     * Tells silences from now on. Takes no monitor: whoever starts Codex may hold what its first line, which has the monitor, waits for.
     */
    void begin() {
        heard = System.nanoTime();
        lookIn(limit);
    }

    /** Whether a line is the one that tells of a silence. */
    static boolean isSilence(ObjectNode line) {
        return line.path("method").asText().equals(METHOD);
    }

    @Override
    public synchronized void onLine(Line line) {
        lines.onLine(line);
    }

    @Override
    public synchronized void onBatch() {
        heard = System.nanoTime();
        told = false;
        lines.onBatch();
    }

    /** Tells nothing any more, from when it returns. */
    synchronized void close() {
        closed = true;
    }

    private synchronized void look() {
        if (closed) {
            return;
        }
        long left = heard + limit - System.nanoTime();
        lookIn(left > 0 ? left : limit);
        if (left <= 0 && !told) {
            told = true;
            lines.onLine(Line.of(LINE));
            lines.onBatch();
        }
    }

    private void lookIn(long nanos) {
        CompletableFuture.delayedExecutor(nanos, TimeUnit.NANOSECONDS, Thread::startVirtualThread)
                .execute(this::look);
    }
}
