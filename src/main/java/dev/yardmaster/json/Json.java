package dev.yardmaster.json;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.yardmaster.process.Line;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalInt;

/** JSON as trees and back, without loss of digits. */
public final class Json {
    /** Thread-safe, as every configured mapper is. */
    public static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private Json() {}

    /** A new object. */
    public static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    /**
     * The one object that a line consists of.
     *
     * @throws JsonParseException if it is anything else
     */
    public static ObjectNode object(Line line) throws IOException {
        if (MAPPER.readTree(line.buffer(), line.offset(), line.length()) instanceof ObjectNode object) {
            return object;
        }
        throw new JsonParseException("not an object");
    }

    /** A text as JSON; a missing node if it is none. */
    public static JsonNode parse(String text) {
        try {
            return MAPPER.readTree(text);
        } catch (IOException _) {
            return MAPPER.missingNode();
        }
    }

    /** A line with U+FFFD for what is not UTF-8. Nearly all lines are ASCII, which the first loop finds out in no time. */
    public static Line wellFormed(Line line) {
        int bits = 0;
        for (int i = line.offset(); i < line.offset() + line.length(); i++) {
            bits |= line.buffer()[i];
        }
        if (bits >= 0) {
            return line;
        }
        String text = line.text();
        return text.indexOf('\uFFFD') < 0 ? line : Line.of(text);
    }

    /** A value as an event carries it; {@code null} for a missing one. */
    public static JsonSlice slice(JsonNode node) {
        return node.isMissingNode() ? JsonSlice.nullValue() : JsonSlice.raw(node.toString());
    }

    /** A string's text; empty for any other value. */
    public static Optional<String> text(JsonNode node) {
        return Optional.ofNullable(node.textValue());
    }

    /** A number that an int can hold; empty for any other value. */
    public static OptionalInt integer(JsonNode node) {
        return node.canConvertToInt() ? OptionalInt.of(node.intValue()) : OptionalInt.empty();
    }
}
