package dev.yardmaster.session.frame;

import dev.yardmaster.json.JsonSlice;

/** Writes one JSON object directly into a {@link ByteSink}. Field names must be ASCII and need no escapes. */
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
        if (isPlain(value)) {
            key(name).put('"').ascii(value).put('"');
            return this;
        }
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

    /** Whether JSON needs no escapes for the text, as is the case for ids and for our own constants. */
    private static boolean isPlain(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || c > '~' || c == '"' || c == '\\') {
                return false;
            }
        }
        return true;
    }

    private ByteSink key(String name) {
        if (!first) {
            out.put(',');
        }
        first = false;
        return out.put('"').ascii(name).put('"').put(':');
    }
}
