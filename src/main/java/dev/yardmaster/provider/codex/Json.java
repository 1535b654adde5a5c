package dev.yardmaster.provider.codex;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.yardmaster.provider.JsonSlice;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/** JSON as trees and back, without loss of digits. */
final class Json {
    /** Thread-safe, as every configured mapper is. */
    static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private static final Pattern HUMP = Pattern.compile("(?<=[a-z0-9])(?=[A-Z])");

    private Json() {}

    /** The one object that the text consists of; throws if it is anything else. */
    static ObjectNode object(String text) throws IOException {
        if (MAPPER.readTree(text) instanceof ObjectNode object) {
            return object;
        }
        throw new JsonParseException("not an object");
    }

    static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    static JsonSlice slice(JsonNode node) {
        return node.isMissingNode() ? JsonSlice.nullValue() : JsonSlice.raw(node.toString());
    }

    static Optional<String> text(JsonNode node) {
        return Optional.ofNullable(node.textValue());
    }

    static OptionalInt integer(JsonNode node) {
        return node.canConvertToInt() ? OptionalInt.of(node.intValue()) : OptionalInt.empty();
    }

    /** A field by its name in the app-server's {@code camelCase} or, as {@code codex exec} writes it, in {@code snake_case}. */
    static JsonNode field(JsonNode object, String camelCase) {
        JsonNode field = object.path(camelCase);
        return field.isMissingNode() ? object.path(snake(camelCase)) : field;
    }

    /** A word in {@code snake_case}. */
    static String snake(String camelCase) {
        return HUMP.matcher(camelCase).replaceAll("_").toLowerCase(Locale.ROOT);
    }
}
