package dev.yardmaster.session.handoff;

import com.fasterxml.jackson.databind.JsonNode;
import dev.yardmaster.json.Json;
import dev.yardmaster.process.Redactor;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;

/** Makes texts fit for a hand-off or a transcript: removes secrets and control characters, and shortens between whole characters. */
public final class HandOffText {
    private static final String LEFT_OUT = " […] ";

    private final Redactor redactor;

    public HandOffText(Redactor redactor) {
        this.redactor = redactor;
    }

    /** A text without secrets and control characters; line ends and tabs stay. */
    public String clean(String text) {
        String plain = text.codePoints()
                .filter(c -> c == '\n' || c == '\t' || !Character.isISOControl(c))
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        return redactor.redact(wellFormed(plain)).strip();
    }

    /** A JSON value without secrets. */
    public JsonNode redacted(JsonNode value) {
        return Json.replaceTexts(value, redactor::redact);
    }

    /** A clean text on one line, shortened to {@code maxBytes}. */
    public String line(String text, int maxBytes) {
        return shorten(clean(text).lines().map(String::strip).collect(Collectors.joining(" ")), maxBytes);
    }

    /** Removes the middle of a text that has more than {@code maxBytes}. Two thirds of the rest come from its beginning. */
    static String shorten(String clean, int maxBytes) {
        if (bytes(clean) <= maxBytes) {
            return clean;
        }
        int room = Math.max(0, maxBytes - bytes(LEFT_OUT));
        int head = room * 2 / 3;
        return beginning(clean, head) + LEFT_OUT + end(clean, room - head);
    }

    /** Marks each line as a quotation. */
    public static String quote(String clean) {
        return clean.lines().map(line -> line.isEmpty() ? ">" : "> " + line).collect(Collectors.joining("\n")) + "\n";
    }

    /** The length of a text in UTF-8, in bytes. */
    static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    /** Replaces lone surrogates, which UTF-8 cannot encode, by {@code ?}. */
    private static String wellFormed(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }

    private static String beginning(String text, int maxBytes) {
        int end = 0;
        for (int left = maxBytes; end < text.length(); ) {
            int character = text.codePointAt(end);
            left -= bytes(Character.toString(character));
            if (left < 0) {
                break;
            }
            end += Character.charCount(character);
        }
        return text.substring(0, end);
    }

    private static String end(String text, int maxBytes) {
        int start = text.length();
        for (int left = maxBytes; start > 0; ) {
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
