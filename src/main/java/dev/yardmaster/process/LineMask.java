package dev.yardmaster.process;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Replaces secrets in lines, and at the end of a line that was cut also the beginning of one. It copies only lines with a secret. Immutable. */
final class LineMask {
    /** Shorter beginnings of secrets also occur in normal text, and reveal little. */
    private static final int SHORTEST_BEGINNING = 4;

    private final ByteSearch secrets;
    private final int longest;
    private final byte[] mask;

    /** @param secrets the longer ones first */
    LineMask(List<String> secrets, String mask) {
        List<byte[]> bytes = secrets.stream()
                .map(secret -> secret.getBytes(StandardCharsets.UTF_8))
                .toList();
        this.secrets = new ByteSearch(bytes);
        this.longest = bytes.stream().mapToInt(secret -> secret.length).max().orElse(0);
        this.mask = mask.getBytes(StandardCharsets.UTF_8);
    }

    /** The line without its secrets; the same line if it has none. */
    Line apply(Line line) {
        byte[] buffer = line.buffer();
        int end = line.offset() + line.length();
        int first = secrets.first(buffer, line.offset(), end);
        if (first == end && line.dropped() == 0) {
            return line;
        }
        var out = new ByteArrayOutputStream(line.length());
        int rest = line.offset();
        for (int at = first; at < end; at = secrets.first(buffer, rest, end)) {
            out.write(buffer, rest, at - rest);
            out.writeBytes(mask);
            rest = at + secrets.lengthAt(buffer, at, end);
        }
        int cut = line.dropped() > 0 ? beginning(buffer, rest, end) : end;
        if (rest == line.offset() && cut == end) {
            return line;
        }
        out.write(buffer, rest, cut - rest);
        if (cut < end) {
            out.writeBytes(mask);
        }
        return new Line(out.toByteArray(), 0, out.size(), line.dropped());
    }

    /** Where the beginning of a secret ends the bytes; {@code end} if none does. */
    private int beginning(byte[] buffer, int start, int end) {
        for (int at = Math.max(start, end - longest); at <= end - SHORTEST_BEGINNING; at++) {
            if (secrets.beginsWith(buffer, at, end)) {
                return at;
            }
        }
        return end;
    }
}
