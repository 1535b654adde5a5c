package dev.yardmaster.session.transcript;

import com.fasterxml.jackson.databind.JsonNode;
import dev.yardmaster.json.Json;
import dev.yardmaster.session.frame.ByteSlice;
import dev.yardmaster.session.frame.Frames;
import dev.yardmaster.session.frame.LogSlice;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;

/** The text of a transcript, event by event. */
sealed interface Transcript permits JsonLines, ReadableTranscript {
    /** The text before the first event. */
    String head();

    /** The text of an event, which ends with a line end; empty if the event is left out. */
    String text(JsonNode event);

    /** The text of some events that follow each other. */
    default String text(List<LogSlice> slices) {
        return slices.stream().map(this::text).collect(Collectors.joining());
    }

    private String text(LogSlice slice) {
        var text = new StringBuilder();
        for (ByteSlice frames = slice.frames(); frames.length() > 0; frames = frames.from(Frames.end(frames))) {
            ByteSlice data = Frames.data(frames);
            text.append(
                    text(Json.parse(new String(data.array(), data.offset(), data.length(), StandardCharsets.UTF_8))));
        }
        return text.toString();
    }
}
