package dev.yardmaster.provider.codex;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.stream.Collectors;

/**
 * Values of TOML 1.0 on one line. JSON is not TOML: it leaves DEL as it is, and knows escapes of surrogates, which TOML refuses; and what
 * Codex can't parse it takes for a string without a word.
 */
final class TomlWriter {
    private static final char DEL = 0x7f;
    private static final char REPLACEMENT = 0xfffd;

    private TomlWriter() {}

    /**
     * A basic string. A lone surrogate, which no UTF-8 can hold, becomes U+FFFD.
     *
     * @throws IllegalArgumentException for a NUL, which can't stand in an argument of a program
     */
    static String string(String text) {
        StringBuilder toml = new StringBuilder(text.length() + 2).append('"');
        text.codePoints().forEach(character -> append(toml, character));
        return toml.append('"').toString();
    }

    /** A string, a truth value, or an array or inline table of such, in its order; every key is quoted. */
    static String value(JsonNode json) {
        if (json.isObject()) {
            return json.properties().stream()
                    .map(field -> string(field.getKey()) + " = " + value(field.getValue()))
                    .collect(Collectors.joining(", ", "{ ", " }"));
        }
        return json.isArray()
                ? json.valueStream().map(TomlWriter::value).collect(Collectors.joining(", ", "[", "]"))
                : json.isBoolean() ? json.asText() : string(json.textValue());
    }

    private static void append(StringBuilder toml, int character) {
        switch (character) {
            case 0 -> throw new IllegalArgumentException("A NUL character can't be written; remove it");
            case '"', '\\' -> toml.append('\\').append((char) character);
            case '\n' -> toml.append("\\n");
            case '\r' -> toml.append("\\r");
            case '\t' -> toml.append("\\t");
            default -> {
                if (Character.getType(character) == Character.SURROGATE) {
                    toml.append(REPLACEMENT);
                } else if (character < ' ' || character == DEL) {
                    toml.append("\\u%04x".formatted(character));
                } else {
                    toml.appendCodePoint(character);
                }
            }
        }
    }
}
