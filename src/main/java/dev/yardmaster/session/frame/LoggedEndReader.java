package dev.yardmaster.session.frame;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.yardmaster.problem.YardmasterException;
import dev.yardmaster.session.end.SessionEnd;
import dev.yardmaster.session.end.SessionState;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * Reads from the end of a log how its session ended. This is needed when the service was killed after it wrote the last event to the spool,
 * but before it stored the end of the session. The log contains text from agents, which must never keep the service from starting.
 * Therefore this class parses only the events about ends, and it ignores those that it cannot parse.
 */
public final class LoggedEndReader {
    private static final ObjectMapper JSON = new ObjectMapper();

    private Optional<SessionEnd> end = Optional.empty();
    private Optional<String> result = Optional.empty();

    private LoggedEndReader() {}

    /**
     * Finds the end of a session in the last slices of its log. The end includes the last turn's result if these slices contain it.
     *
     * @param last the last slices of the log, the newest last
     * @return empty if the log has no end, or an end that cannot be parsed
     */
    public static Optional<SessionEnd> of(List<LogSlice> last) {
        var reader = new LoggedEndReader();
        last.forEach(slice -> reader.read(slice.frames()));
        return reader.end;
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

    /** The part of the first frame before its JSON. */
    private static String head(ByteSlice frames, ByteSlice json) {
        return new String(frames.array(), frames.offset(), json.offset() - frames.offset(), StandardCharsets.US_ASCII);
    }

    /** The data of an event; a missing node if the JSON exceeds the parser's limits for names, depths or lengths. */
    private static JsonNode data(ByteSlice json) {
        try {
            return JSON.readTree(json.array(), json.offset(), json.length()).path("data");
        } catch (IOException _) {
            return JSON.missingNode();
        }
    }
}
