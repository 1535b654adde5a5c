package dev.yardmaster.provider.claude;

import com.fasterxml.jackson.databind.JsonNode;
import dev.yardmaster.json.Json;
import dev.yardmaster.provider.AgentEvent;
import dev.yardmaster.provider.AgentEvent.Content;
import java.util.List;

/** {@code stream_event}: where messages and their blocks begin and end. Their pieces are {@link DeltaReader}'s. */
final class StreamEventLines {
    private final MessageIds streams;

    StreamEventLines(MessageIds streams) {
        this.streams = streams;
    }

    List<AgentEvent> events(JsonNode line) {
        JsonNode event = line.path("event");
        MessageStream stream = streams.of(line.path("parent_tool_use_id").asText(""));
        return switch (event.path("type").asText()) {
            case "message_start" ->
                MessageIds.start(stream, event.path("message").path("id").asText());
            case "content_block_start" -> {
                stream.startBlock(event.path("index").asInt());
                yield List.of();
            }
            case "message_stop" -> {
                stream.stop();
                yield List.of();
            }
            case "content_block_delta" -> oddDelta(stream, event);
            case "content_block_stop", "message_delta", "ping" -> List.of();
            default -> List.of(new AgentEvent.ProviderRaw(Json.slice(line)));
        };
    }

    /** A piece of a message in a notation that {@link DeltaReader} leaves to others. */
    private static List<AgentEvent> oddDelta(MessageStream stream, JsonNode event) {
        JsonNode delta = event.path("delta");
        boolean text = delta.path("type").asText().equals("text_delta");
        JsonNode piece = delta.path(text ? "text" : "thinking");
        return piece.isTextual()
                ? List.of(new AgentEvent.MessageDelta(
                        stream.preview(event.path("index").asInt()),
                        text ? Content.TEXT : Content.REASONING,
                        Json.slice(piece)))
                : List.of();
    }
}
