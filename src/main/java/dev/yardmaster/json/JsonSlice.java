package dev.yardmaster.json;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.nio.charset.StandardCharsets;

/**
 * A valid JSON value as a slice of bytes (UTF-8, without raw line ends), so that a provider's own subtree is carried on without being
 * built again. A slice of a child's output lives only as long as its {@link dev.yardmaster.process.Line}.
 */
@SuppressWarnings("ArrayRecordComponent") // A view of the array, never compared.
public record JsonSlice(byte[] buffer, int offset, int length) {
    private static final JsonSlice NULL = raw("null");

    /** The JSON string with this text; half a surrogate pair, which UTF-8 can't hold, becomes {@code ?}. */
    public static JsonSlice ofString(String text) {
        String wellFormed = new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
        byte[] escaped = JsonStringEncoder.getInstance().quoteAsUTF8(wellFormed);
        byte[] quoted = new byte[escaped.length + 2];
        quoted[0] = '"';
        System.arraycopy(escaped, 0, quoted, 1, escaped.length);
        quoted[quoted.length - 1] = '"';
        return new JsonSlice(quoted, 0, quoted.length);
    }

    /** JSON text that the caller knows to be valid. */
    public static JsonSlice raw(String json) {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        return new JsonSlice(bytes, 0, bytes.length);
    }

    /** The JSON value {@code null}. */
    public static JsonSlice nullValue() {
        return NULL;
    }

    /** The JSON text. */
    @Override
    public String toString() {
        return new String(buffer, offset, length, StandardCharsets.UTF_8);
    }
}
