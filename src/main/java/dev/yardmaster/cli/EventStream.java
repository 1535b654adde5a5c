package dev.yardmaster.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** The events of an open SSE response. */
record EventStream(Stream<String> lines) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String DATA = "data: ";

    /** Passes each event to a consumer. Returns when the stream ends or its connection breaks. */
    void forEach(Consumer<JsonNode> consumer) {
        try (lines) {
            lines.filter(line -> line.startsWith(DATA)).map(EventStream::event).forEach(consumer);
        } catch (UncheckedIOException _) {
            // The service has stopped.
        }
    }

    private static JsonNode event(String line) {
        try {
            return JSON.readTree(line.substring(DATA.length()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
