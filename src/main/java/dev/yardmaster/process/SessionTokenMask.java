package dev.yardmaster.process;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Replaces the tokens of sessions in lines. They have a form that nothing else has, so those of other sessions are found too, also if they are
 * created later. It copies only lines with a token. Immutable.
 */
final class SessionTokenMask {
    private static final byte[] PREFIX = "yms_".getBytes(StandardCharsets.UTF_8);
    private static final int RANDOM_LENGTH = 43;

    private final ByteSearch prefix = new ByteSearch(List.of(PREFIX));
    private final byte[] mask;

    SessionTokenMask(String mask) {
        this.mask = mask.getBytes(StandardCharsets.UTF_8);
    }

    /** The line without tokens; the same line if it has none. */
    Line apply(Line line) {
        byte[] buffer = line.buffer();
        int end = line.offset() + line.length();
        int at = prefix.first(buffer, line.offset(), end);
        if (at == end) {
            return line;
        }
        var out = new ByteArrayOutputStream(line.length());
        int rest = line.offset();
        while (at < end) {
            int after = afterToken(buffer, at + PREFIX.length, end);
            boolean cut = after == end && line.dropped() > 0;
            if (after - at - PREFIX.length >= RANDOM_LENGTH || cut) {
                out.write(buffer, rest, at - rest);
                out.writeBytes(mask);
                rest = after;
            }
            at = prefix.first(buffer, after, end);
        }
        if (rest == line.offset()) {
            return line;
        }
        out.write(buffer, rest, end - rest);
        return new Line(out.toByteArray(), 0, out.size(), line.dropped());
    }

    private static int afterToken(byte[] buffer, int start, int end) {
        int at = start;
        while (at < end && isTokenCharacter(buffer[at])) {
            at++;
        }
        return at;
    }

    private static boolean isTokenCharacter(byte character) {
        return (character >= 'A' && character <= 'Z')
                || (character >= 'a' && character <= 'z')
                || (character >= '0' && character <= '9')
                || character == '_'
                || character == '-';
    }
}
