package dev.yardmaster.json;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.UnaryOperator;

/** Reads and writes JSON as trees. Decimal numbers keep all their digits. */
public final class Json {
    /** Refuses text after the JSON value. Thread-safe, like every configured mapper. */
    public static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private Json() {}

    /** Returns a new, empty object. */
    public static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    /** Parses a text; returns a missing node if it is not valid JSON. */
    public static JsonNode parse(String text) {
        try {
            return MAPPER.readTree(text);
        } catch (IOException _) {
            return MAPPER.missingNode();
        }
    }

    /** Returns a value as JSON text; a missing node becomes {@code null}. */
    public static JsonSlice slice(JsonNode node) {
        return node.isMissingNode() ? JsonSlice.nullValue() : JsonSlice.raw(node.toString());
    }

    /** Returns the text of a JSON string; empty for any other value. */
    public static Optional<String> text(JsonNode node) {
        return Optional.ofNullable(node.textValue());
    }

    /** Returns a number that fits into an {@code int}; empty for any other value. */
    public static OptionalInt integer(JsonNode node) {
        return node.canConvertToInt() ? OptionalInt.of(node.intValue()) : OptionalInt.empty();
    }

    /** Returns a value in which each text, at any depth, is replaced. The names of fields stay. */
    public static JsonNode replaceTexts(JsonNode value, UnaryOperator<String> replacement) {
        return switch (value) {
            case TextNode text -> TextNode.valueOf(replacement.apply(text.textValue()));
            case ArrayNode items -> {
                ArrayNode replaced = items.arrayNode();
                items.forEach(item -> replaced.add(replaceTexts(item, replacement)));
                yield replaced;
            }
            case ObjectNode fields -> {
                ObjectNode replaced = fields.objectNode();
                fields.properties()
                        .forEach(field -> replaced.set(field.getKey(), replaceTexts(field.getValue(), replacement)));
                yield replaced;
            }
            case JsonNode other -> other;
        };
    }
}
