package dev.yardmaster.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** The frames of an open SSE response. */
public final class EventStream {
    /** A stream that has no more frames. */
    static final EventStream ENDED = new EventStream(Stream.empty());

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String DATA = "data: ";
    private static final String ID = "id: ";

    private final Stream<String> lines;
    private Optional<String> id = Optional.empty();

    EventStream(Stream<String> lines) {
        this.lines = lines;
    }

    /**
     * A frame.
     *
     * @param id the cursor after this frame; empty if the frame has none
     * @param data the event
     */
    public record Frame(Optional<String> id, JsonNode data) {}

    /** Passes each frame to a consumer. Returns when the stream ends or its connection breaks. */
    public void forEach(Consumer<Frame> consumer) {
        try (lines) {
            lines.forEach(line -> read(line, consumer));
        } catch (UncheckedIOException _) {
            // The connection broke. The caller can continue after the last frame.
        }
    }

    private void read(String line, Consumer<Frame> consumer) {
        if (line.startsWith(ID)) {
            id = Optional.of(line.substring(ID.length()));
        } else if (line.startsWith(DATA)) {
            consumer.accept(new Frame(id, event(line.substring(DATA.length()))));
            id = Optional.empty();
        }
    }

    private static JsonNode event(String data) {
        try {
            return JSON.readTree(data);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
