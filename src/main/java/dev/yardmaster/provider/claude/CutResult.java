package dev.yardmaster.provider.claude;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.yardmaster.json.Json;
import dev.yardmaster.process.Line;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Reads the beginning of a {@code result} line that exceeds the size limit. Claude Code 2.1.329 prints the {@code type} after the long
 * {@code result}, so the line is also known by other fields that only such lines have.
 */
final class CutResult {
    private static final ObjectReader VALUE =
            Json.MAPPER.reader().without(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    private static final int SHOWN_BYTES = 4096;
    /** The longest escape of one character: two UTF-16 units. */
    private static final int LONGEST_ESCAPE = 12;

    private CutResult() {}

    /**
     * Returns the complete fields at the beginning of the line, and the beginning of a {@code result} text that was cut.
     *
     * @return empty if the line is not the end of a turn
     */
    static Optional<ObjectNode> read(Line line) {
        ObjectNode found = Json.object();
        try (JsonParser parser = Json.MAPPER.createParser(line.buffer(), line.offset(), line.length())) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                boolean text = parser.nextToken() == JsonToken.VALUE_STRING;
                if (text && name.equals("result")) {
                    long quote = parser.currentTokenLocation().getByteOffset();
                    found.put(name, beginning(line, (int) quote));
                }
                found.set(name, VALUE.<JsonNode>readTree(parser));
            }
        } catch (IOException _) {
            // The line ends here.
        }
        return isResult(found) ? Optional.of(found.put("type", "result")) : Optional.empty();
    }

    private static boolean isResult(ObjectNode found) {
        return found.has("type")
                ? found.path("type").asText().equals("result")
                : found.has("is_error") && found.has("num_turns");
    }

    /** The text of at most 4 KiB of a JSON string, which are shortened until they end with a whole character. */
    private static String beginning(Line line, int quote) {
        int start = quote + 1;
        int longest = Math.min(SHOWN_BYTES, line.length() - start);
        for (int length = longest; length > longest - LONGEST_ESCAPE && length > 0; length--) {
            String bytes = new String(line.buffer(), line.offset() + start, length, StandardCharsets.UTF_8);
            Optional<String> text = Json.text(Json.parse("\"" + bytes + "\""));
            if (text.isPresent() && !text.get().endsWith("\uFFFD")) {
                return text.get() + "…";
            }
        }
        return "…";
    }
}
