package dev.yardmaster.session.handoff;

import dev.yardmaster.process.Redactor;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;

/** Texts of others made fit for a hand-off: no secrets, no control characters, whole characters only, and no longer than they may be. */
final class HandOffText {
    private static final String LEFT_OUT = " […] ";

    private final Redactor redactor;

    HandOffText(Redactor redactor) {
        this.redactor = redactor;
    }

    /** A text of several lines without its secrets. */
    String clean(String text) {
        String plain = text.codePoints()
                .filter(c -> c == '\n' || c == '\t' || !Character.isISOControl(c))
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        return redactor.redact(wellFormed(plain)).strip();
    }

    /** A text on one line, without its secrets, its middle left out when it has more than {@code most} bytes. */
    String line(String text, int most) {
        return shorten(clean(text).lines().map(String::strip).collect(Collectors.joining(" ")), most);
    }

    /** Leaves out the middle of a clean text that has more than {@code most} bytes; of the rest two thirds are its beginning. */
    static String shorten(String clean, int most) {
        if (bytes(clean) <= most) {
            return clean;
        }
        int room = Math.max(0, most - bytes(LEFT_OUT));
        int head = room * 2 / 3;
        return beginning(clean, head) + LEFT_OUT + end(clean, room - head);
    }

    /** Marks each line as somebody's words. */
    static String quote(String clean) {
        return clean.lines().map(line -> line.isEmpty() ? ">" : "> " + line).collect(Collectors.joining("\n")) + "\n";
    }

    /** How long a text is in UTF-8. */
    static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    /** Half a surrogate pair, which UTF-8 can't hold, becomes {@code ?}. */
    private static String wellFormed(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }

    private static String beginning(String text, int most) {
        int end = 0;
        for (int left = most; end < text.length(); ) {
            int character = text.codePointAt(end);
            left -= bytes(Character.toString(character));
            if (left < 0) {
                break;
            }
            end += Character.charCount(character);
        }
        return text.substring(0, end);
    }

    private static String end(String text, int most) {
        int start = text.length();
        for (int left = most; start > 0; ) {
            int character = text.codePointBefore(start);
            left -= bytes(Character.toString(character));
            if (left < 0) {
                break;
            }
            start -= Character.charCount(character);
        }
        return text.substring(start);
    }
}
