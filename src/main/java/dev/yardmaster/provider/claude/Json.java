package dev.yardmaster.provider.claude;

import com.fasterxml.jackson.core.JsonParseException;
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
import java.util.OptionalInt;

/** JSON lines as trees and back, without loss of digits. */
final class Json {
    /** Thread-safe, as every configured mapper is. */
    static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private Json() {}

    /**
     * The one object that the line consists of.
     *
     * @throws JsonProcessingException if it is anything else
     */
    static ObjectNode object(Line line) throws IOException {
        JsonNode node = MAPPER.readTree(line.buffer(), line.offset(), line.length());
        if (node instanceof ObjectNode object) {
            return object;
        }
        throw new JsonParseException("not an object");
    }

    /** The line, with U+FFFD for what is not UTF-8. Nearly all lines are ASCII, which the first loop finds out in no time. */
    static Line wellFormed(Line line) {
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

    static JsonSlice slice(JsonNode node) {
        return node.isMissingNode() ? JsonSlice.nullValue() : JsonSlice.raw(node.toString());
    }

    static Optional<String> text(JsonNode node) {
        return Optional.ofNullable(node.textValue());
    }

    static OptionalInt integer(JsonNode node) {
        return node.canConvertToInt() ? OptionalInt.of(node.intValue()) : OptionalInt.empty();
    }
}
