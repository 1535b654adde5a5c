package dev.yardmaster.provider.claude;

import dev.yardmaster.process.Line;
import dev.yardmaster.provider.JsonLines;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Repairs lines that Claude Code split by writing a {@code rate_limit_event} into them (seen with 2.1.74: anthropics/claude-code issue
 * 49640). For a line that was split into A and B by the event E, the repair understands these forms, also with complete lines before B and
 * with several events:
 *
 * <pre>
 *   A E B          A E           A
 *                  B             E
 *                                B
 * </pre>
 *
 * <p>Works on bytes, because the split can be inside a character. Nothing is lost: bytes that can't be repaired are returned as
 * {@link Result.Unrepairable}, at the latest by {@link #flush}. Not thread-safe.
 */
final class InterleavedLineRepair {
    private static final int MAX_PENDING_BYTES = 4 << 20;
    private static final int MAX_LINES_BETWEEN = 16;
    private static final byte[] EMPTY = {};

    private byte[] pending = EMPTY;
    private int linesBetween;

    /** A line after the repair. */
    sealed interface Result {
        /** A JSON object. */
        record Complete(Line line) implements Result {}

        /** A line that can't be repaired. */
        record Unrepairable(Line line) implements Result {}
    }

    /** Whether the first part of a split line is waiting for the second. */
    boolean hasPending() {
        return pending.length > 0;
    }

    /** Takes a line that is neither empty nor a JSON object. */
    List<Result> repair(byte[] line) {
        EmbeddedRateLimitEvents embedded = new EmbeddedRateLimitEvents(EmbeddedRateLimitEvents.concat(pending, line));
        if (isObject(embedded.remainder())) {
            pending = EMPTY;
            List<Result> results = complete(embedded.events());
            results.add(new Result.Complete(line(embedded.remainder())));
            return results;
        }
        if (hasPending() && !embedded.endsWithEvent()) {
            List<Result> results = new ArrayList<>(flush());
            results.addAll(repair(line));
            return results;
        }
        return keepPending(embedded, line);
    }

    /** Counts a complete line between the two parts of a split line. */
    List<Result> onCompleteLine() {
        linesBetween++;
        return linesBetween > MAX_LINES_BETWEEN ? flush() : List.of();
    }

    /** Gives up waiting for the second part of a split line. */
    List<Result> flush() {
        byte[] broken = pending;
        pending = EMPTY;
        return broken.length == 0 ? List.of() : List.of(new Result.Unrepairable(line(broken)));
    }

    /**
     * Accepts an embedded event only if it ends the line or if the remaining bytes form an object; the output of a tool can contain such
     * objects too.
     */
    private List<Result> keepPending(EmbeddedRateLimitEvents embedded, byte[] line) {
        boolean canBeFirstPart = embedded.endsWithEvent() || (embedded.events().isEmpty() && line[0] == '{');
        if (!canBeFirstPart || embedded.remainder().length > MAX_PENDING_BYTES) {
            return List.of(new Result.Unrepairable(line(line)));
        }
        pending = embedded.remainder();
        linesBetween = 0;
        return complete(embedded.events());
    }

    private static List<Result> complete(List<byte[]> events) {
        List<Result> results = new ArrayList<>();
        events.forEach(event -> results.add(new Result.Complete(line(event))));
        return results;
    }

    private static boolean isObject(byte[] text) {
        try {
            JsonLines.object(JsonLines.wellFormed(line(text)));
            return true;
        } catch (IOException _) {
            return false;
        }
    }

    private static Line line(byte[] bytes) {
        return new Line(bytes, 0, bytes.length, 0);
    }
}
