package dev.yardmaster.provider.claude;

import dev.yardmaster.process.Line;
import dev.yardmaster.provider.JsonLines;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Mends lines that a {@code rate_limit_event} was written into (seen with 2.1.74: anthropics/claude-code issue 49640). With a line cut
 * into A and B, and the event E, these forms are understood, also with whole lines before B and with several events:
 *
 * <pre>
 *   A E B          A E           A
 *                  B             E
 *                                B
 * </pre>
 *
 * The halves are bytes, since the cut can go through a character. Nothing is lost: what can't be mended comes out as
 * {@link Piece.Broken}, at the latest at {@link #flush}. Not thread-safe.
 */
final class InterleavedLineRepair {
    private static final int MOST_BYTES = 4 << 20;
    private static final int MOST_LINES_BETWEEN = 16;
    private static final byte[] NONE = {};

    private byte[] half = NONE;
    private int linesBetween;

    /** What a broken line turned into. */
    sealed interface Piece {
        /** An object. */
        record Whole(Line line) implements Piece {}

        /** Not to be mended. */
        record Broken(Line line) implements Piece {}
    }

    /** Whether the first half of a line waits for the other. */
    boolean isWaiting() {
        return half.length > 0;
    }

    /** A line that is no object by itself, and not empty. */
    List<Piece> mend(byte[] line) {
        EmbeddedRateLimitEvents embedded = new EmbeddedRateLimitEvents(EmbeddedRateLimitEvents.concat(half, line));
        if (isObject(embedded.rest())) {
            half = NONE;
            List<Piece> pieces = whole(embedded.events());
            pieces.add(new Piece.Whole(line(embedded.rest())));
            return pieces;
        }
        if (isWaiting() && !embedded.endText()) {
            List<Piece> pieces = new ArrayList<>(flush());
            pieces.addAll(mend(line));
            return pieces;
        }
        return keepHalf(embedded, line);
    }

    /** A whole line came between. */
    List<Piece> passOver() {
        linesBetween++;
        return linesBetween > MOST_LINES_BETWEEN ? flush() : List.of();
    }

    /** The other half does not come any more. */
    List<Piece> flush() {
        byte[] broken = half;
        half = NONE;
        return broken.length == 0 ? List.of() : List.of(new Piece.Broken(line(broken)));
    }

    /** Events that neither leave an object nor end the line are none of ours: a tool's output can hold such objects too. */
    private List<Piece> keepHalf(EmbeddedRateLimitEvents embedded, byte[] line) {
        boolean canGoOn = embedded.endText() || (embedded.events().isEmpty() && line[0] == '{');
        if (!canGoOn || embedded.rest().length > MOST_BYTES) {
            return List.of(new Piece.Broken(line(line)));
        }
        half = embedded.rest();
        linesBetween = 0;
        return whole(embedded.events());
    }

    private static List<Piece> whole(List<byte[]> events) {
        List<Piece> pieces = new ArrayList<>();
        events.forEach(event -> pieces.add(new Piece.Whole(line(event))));
        return pieces;
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
