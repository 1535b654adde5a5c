package dev.yardmaster.provider.codex;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.stream.Collectors;

/**
 * Writes TOML 1.0 values on one line. JSON is not valid TOML: JSON does not escape DEL and has escapes for surrogates, which TOML rejects.
 * Codex silently treats text that it can't parse as a string.
 */
final class TomlWriter {
    private static final char DEL = 0x7f;
    private static final char REPLACEMENT = 0xfffd;

    private TomlWriter() {}

    /**
     * A basic string. A lone surrogate, which UTF-8 can't represent, becomes U+FFFD.
     *
     * @throws IllegalArgumentException for a NUL character, which the argument of a program can't contain
     */
    static String string(String text) {
        StringBuilder toml = new StringBuilder(text.length() + 2).append('"');
        text.codePoints().forEach(character -> append(toml, character));
        return toml.append('"').toString();
    }

    /** A string, a boolean, or an array or inline table of these, in the given order; every key is quoted. */
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
            case 0 ->
                throw new IllegalArgumentException(
                        "The text contains a NUL character, which an argument can't hold. Remove it.");
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
