package dev.yardmaster.session;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import dev.yardmaster.provider.JsonSlice;
import java.nio.charset.StandardCharsets;

/** Writes one JSON object straight into a {@link ByteSink}; field names are ASCII and need no escapes. */
final class JsonObjectWriter {
    private final ByteSink out;
    private boolean first = true;

    private JsonObjectWriter(ByteSink out) {
        this.out = out;
    }

    static JsonObjectWriter begin(ByteSink out) {
        out.put('{');
        return new JsonObjectWriter(out);
    }

    JsonObjectWriter field(String name, String value) {
        key(name).put('"').put(quoted(value)).put('"');
        return this;
    }

    JsonObjectWriter field(String name, long value) {
        key(name).ascii(Long.toString(value));
        return this;
    }

    JsonObjectWriter field(String name, boolean value) {
        key(name).ascii(value ? "true" : "false");
        return this;
    }

    JsonObjectWriter field(String name, JsonSlice value) {
        key(name).put(value.buffer(), value.offset(), value.length());
        return this;
    }

    void end() {
        out.put('}');
    }

    private static byte[] quoted(String text) {
        JsonStringEncoder encoder = JsonStringEncoder.getInstance();
        try {
            return encoder.quoteAsUTF8(text);
        } catch (IllegalArgumentException _) {
            // Half a surrogate pair: JSON's escapes can name it, but UTF-8 can't hold it.
            return encoder.quoteAsUTF8(new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8));
        }
    }

    private ByteSink key(String name) {
        if (!first) {
            out.put(',');
        }
        first = false;
        return out.put('"').ascii(name).put('"').put(':');
    }
}
