package dev.yardmaster.session;

import dev.yardmaster.provider.JsonSlice;

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
        return field(name, JsonSlice.ofString(value));
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

    private ByteSink key(String name) {
        if (!first) {
            out.put(',');
        }
        first = false;
        return out.put('"').ascii(name).put('"').put(':');
    }
}
