package dev.yardmaster.session.frame;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.yardmaster.json.JsonSlice;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;

/** Reads the text of a JSON string. */
public final class JsonStrings {
    private static final JsonFactory FACTORY = new JsonFactory();

    private JsonStrings() {}

    /** The unescaped text of a JSON string; empty for any other value. */
    public static Optional<String> text(JsonSlice json) {
        try (JsonParser parser = FACTORY.createParser(json.buffer(), json.offset(), json.length())) {
            return parser.nextToken() == JsonToken.VALUE_STRING ? Optional.of(parser.getText()) : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
