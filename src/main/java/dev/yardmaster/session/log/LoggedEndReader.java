package dev.yardmaster.session.log;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.yardmaster.problem.YardmasterException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * Reads from the end of a stored log how its session ended: the service may have been killed before it noted that elsewhere. A service
 * starts with whatever an agent made its predecessor store, so only the events that tell of ends are read, and none of them has to be
 * readable.
 */
public final class LoggedEndReader {
    private static final ObjectMapper JSON = new ObjectMapper();

    private Optional<SessionEnd> end = Optional.empty();
    private Optional<String> result = Optional.empty();

    private LoggedEndReader() {}

    /**
     * The end that the last chunks of a log, the newest at the end, tell; empty when the session had not ended, or nobody can read how. The
     * last turn's result is known if it stands in them too.
     */
    public static Optional<SessionEnd> of(List<Chunk> last) {
        var words = new LoggedEndReader();
        last.forEach(chunk -> words.read(chunk.slice().frames()));
        return words.end;
    }

    private void read(ByteSlice all) {
        for (ByteSlice frames = all; frames.length() > 0; frames = frames.from(Frames.end(frames))) {
            ByteSlice json = Frames.data(frames);
            String head = head(frames, json);
            if (head.contains("\nevent: turn.ended\n")) {
                result = Optional.ofNullable(data(json).path("result").textValue());
            } else if (head.contains("\nevent: session.ended\n")) {
                end = end(data(json), result);
            }
        }
    }

    private static Optional<SessionEnd> end(JsonNode data, Optional<String> result) {
        try {
            SessionState state = SessionState.of(data.path("state").asText());
            return Optional.of(new SessionEnd(
                    state,
                    data.path("reason").asText(),
                    Optional.empty(),
                    result,
                    CauseJson.read(data.path("cause")),
                    data.path("goesOn").asBoolean()));
        } catch (YardmasterException _) {
            return Optional.empty();
        }
    }

    /** What stands in the first frame before its JSON. */
    private static String head(ByteSlice frames, ByteSlice json) {
        return new String(frames.array(), frames.offset(), json.offset() - frames.offset(), StandardCharsets.US_ASCII);
    }

    /** What an event says; a missing node if that is beyond what is read of names, depths and lengths. */
    private static JsonNode data(ByteSlice json) {
        try {
            return JSON.readTree(json.array(), json.offset(), json.length()).path("data");
        } catch (IOException _) {
            return JSON.missingNode();
        }
    }
}
