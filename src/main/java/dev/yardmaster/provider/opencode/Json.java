package dev.yardmaster.provider.opencode;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.yardmaster.process.Line;
import dev.yardmaster.provider.JsonSlice;
import java.io.IOException;
import java.util.Optional;

/** JSON as trees and back, without loss of digits. */
final class Json {
    /** Thread-safe, as every configured mapper is. */
    static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private Json() {}

    static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    /** The object that a line consists of; empty if it is anything else. */
    static Optional<ObjectNode> object(Line line) {
        try {
            JsonNode node = MAPPER.readTree(line.buffer(), line.offset(), line.length());
            return node instanceof ObjectNode object ? Optional.of(object) : Optional.empty();
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    /** The text as JSON; a missing node if it is none. */
    static JsonNode parse(String text) {
        try {
            return MAPPER.readTree(text);
        } catch (JsonProcessingException _) {
            return MAPPER.missingNode();
        }
    }

    static JsonSlice slice(JsonNode node) {
        return node.isMissingNode() ? JsonSlice.nullValue() : JsonSlice.raw(node.toString());
    }
}
