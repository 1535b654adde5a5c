package dev.yardmaster.session;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;

/** Reads from the end of a stored log how its session ended: the service may have been killed before it noted that elsewhere. */
final class LastWords {
    private static final ObjectMapper JSON = new ObjectMapper();

    private LastWords() {}

    /** The end that the last chunk of a log tells; empty when the session had not ended. */
    static Optional<SessionEnd> of(Chunk last) {
        JsonNode event = JSON.nullNode();
        Optional<String> result = Optional.empty();
        Bytes frames = last.slice().frames();
        while (frames.length() > 0) {
            event = read(Frames.data(frames));
            if (event.path("type").asText().equals("turn.ended")) {
                result = Optional.ofNullable(event.at("/data/result").textValue());
            }
            frames = frames.from(Frames.end(frames));
        }
        return event.path("type").asText().equals("session.ended")
                ? Optional.of(end(event.path("data"), result))
                : Optional.empty();
    }

    private static SessionEnd end(JsonNode data, Optional<String> result) {
        return new SessionEnd(
                SessionState.of(data.path("state").asText()),
                data.path("reason").asText(),
                Optional.empty(),
                result,
                Optional.empty());
    }

    private static JsonNode read(Bytes json) {
        try {
            return JSON.readTree(json.array(), json.offset(), json.length());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
