package dev.yardmaster.process;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** Replaces secrets in lines. It looks at each byte once, and copies only lines with a secret. Immutable. */
final class LineMask {
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
        byte[] buffer = line.buffer();
        int end = line.offset() + line.length();
        for (int at = line.offset(); at < end; at++) {
            if (secretAt(buffer, at, end) > 0) {
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
            int secret = secretAt(buffer, at, end);
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
    private int secretAt(byte[] buffer, int at, int end) {
        for (byte[] secret : byFirstByte[buffer[at] & 0xff]) {
            if (secret.length <= end - at && Arrays.equals(buffer, at, at + secret.length, secret, 0, secret.length)) {
                return secret.length;
            }
        }
        return 0;
    }
}
