package dev.yardmaster.json;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.nio.charset.StandardCharsets;

/**
 * A valid JSON value as a slice of a byte array, in UTF-8 and without raw line ends. A part of a provider's JSON is thus passed on without
 * being parsed and written again. A slice of a child process's output is valid only as long as the line that it belongs to.
 */
@SuppressWarnings("ArrayRecordComponent") // A view of the array, never compared.
public record JsonSlice(byte[] buffer, int offset, int length) {
    private static final JsonSlice NULL = raw("null");

    /** Returns the text as a JSON string. Half a surrogate pair does not exist in UTF-8 and becomes {@code ?}. */
    public static JsonSlice ofString(String text) {
        String wellFormed = new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
        byte[] escaped = JsonStringEncoder.getInstance().quoteAsUTF8(wellFormed);
        byte[] quoted = new byte[escaped.length + 2];
        quoted[0] = '"';
        System.arraycopy(escaped, 0, quoted, 1, escaped.length);
        quoted[quoted.length - 1] = '"';
        return new JsonSlice(quoted, 0, quoted.length);
    }

    /** Wraps JSON text without checking it; the caller guarantees that it is valid and holds no raw line end. */
    public static JsonSlice raw(String json) {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        return new JsonSlice(bytes, 0, bytes.length);
    }

    /** Returns the JSON value {@code null}. */
    public static JsonSlice nullValue() {
        return NULL;
    }

    /** Returns the JSON text. */
    @Override
    public String toString() {
        return new String(buffer, offset, length, StandardCharsets.UTF_8);
    }
}
