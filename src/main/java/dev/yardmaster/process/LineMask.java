package dev.yardmaster.process;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * Replaces secrets in lines, and at the end of a line that was cut also the beginning of one. It looks at each byte once, and copies only lines
 * with a secret. Immutable.
 */
final class LineMask {
    /** Shorter beginnings of secrets also occur in normal text, and reveal little. */
    private static final int SHORTEST_BEGINNING = 4;

    private final byte[][][] byFirstByte = new byte[256][0][];
    private final byte[] mask;

    /** @param secrets the longer ones first */
    LineMask(List<String> secrets, String mask) {
        this.mask = mask.getBytes(StandardCharsets.UTF_8);
        for (String secret : secrets) {
            byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
            byte[][] others = byFirstByte[bytes[0] & 0xff];
            byte[][] all = Arrays.copyOf(others, others.length + 1);
            all[others.length] = bytes;
            byFirstByte[bytes[0] & 0xff] = all;
        }
    }

    /** The line without its secrets; the same line if it has none. */
    Line apply(Line line) {
        int end = line.offset() + line.length();
        for (int at = line.offset(); at < end; at++) {
            if (secretAt(line, at, end) > 0) {
                return masked(line, at);
            }
        }
        return line;
    }

    private Line masked(Line line, int first) {
        byte[] buffer = line.buffer();
        int end = line.offset() + line.length();
        var out = new ByteArrayOutputStream(line.length());
        out.write(buffer, line.offset(), first - line.offset());
        for (int at = first; at < end; ) {
            int secret = secretAt(line, at, end);
            if (secret > 0) {
                out.writeBytes(mask);
                at += secret;
            } else {
                out.write(buffer[at++]);
            }
        }
        return new Line(out.toByteArray(), 0, out.size(), line.dropped());
    }

    /** The length of the secret that begins at an index; 0 if none does. */
    private int secretAt(Line line, int at, int end) {
        byte[] buffer = line.buffer();
        for (byte[] secret : byFirstByte[buffer[at] & 0xff]) {
            int length = Math.min(secret.length, end - at);
            boolean enough = length == secret.length || (line.dropped() > 0 && length >= SHORTEST_BEGINNING);
            if (enough && Arrays.equals(buffer, at, at + length, secret, 0, length)) {
                return length;
            }
        }
        return 0;
    }
}
