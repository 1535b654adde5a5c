package dev.yardmaster.session.frame;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** The gap that a service announces at the end of a log when it ends a session of another service, which may have more events. */
public final class AnnouncedGap {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String REASON =
            "The service that ran the session has no events with these numbers. Another service kept them free when it ended the session.";

    private AnnouncedGap() {}

    /**
     * Lets the gap at the start of a slice begin later, because the service that ran the session has stored more events.
     *
     * @param seq the sequence number of the last event before the gap
     * @return empty if the slice does not start with a gap
     */
    public static Optional<LogSlice> startingAfter(long seq, LogSlice slice, UUID session) {
        ByteSlice all = slice.frames();
        JsonNode event = event(Frames.data(all));
        if (!event.path("type").asText().equals("gap")) {
            return Optional.empty();
        }
        long at = Instant.parse(event.path("at").asText()).toEpochMilli();
        var frames = new ByteSink(all.length());
        new FrameEncoder(session).encode(frames, slice.firstSeq(), at, new Gap(seq + 1, slice.firstSeq() - 1, REASON));
        frames.put(all.from(Frames.end(all)));
        return Optional.of(Frames.slice(slice.firstSeq(), frames.slice()));
    }

    private static JsonNode event(ByteSlice json) {
        try {
            return JSON.readTree(json.array(), json.offset(), json.length());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
