package dev.yardmaster.provider.claude;

import com.fasterxml.jackson.databind.JsonNode;
import dev.yardmaster.json.Json;
import dev.yardmaster.provider.AgentEvent;
import dev.yardmaster.provider.AgentEvent.Content;
import java.util.ArrayList;
import java.util.List;

/** Translates {@code stream_event} lines, which start and end messages and content blocks. {@link DeltaReader} reads their deltas. */
final class StreamEventLines {
    private final MessageIdsBySpeaker speakers;
    private final TurnState turn;

    StreamEventLines(MessageIdsBySpeaker speakers, TurnState turn) {
        this.speakers = speakers;
        this.turn = turn;
    }

    List<AgentEvent> events(JsonNode line) {
        JsonNode event = line.path("event");
        MessageIds ids = speakers.of(line.path("parent_tool_use_id").asText(""));
        return switch (event.path("type").asText()) {
            case "message_start" -> start(ids, event.path("message").path("id").asText());
            case "content_block_start" -> {
                ids.startBlock(event.path("index").asInt());
                yield List.of();
            }
            case "message_stop" -> {
                ids.finish();
                yield List.of();
            }
            case "content_block_delta" -> unusualDelta(ids, event);
            case "content_block_stop", "message_delta", "ping" -> List.of();
            default -> List.of(new AgentEvent.ProviderRaw(Json.slice(line)));
        };
    }

    private List<AgentEvent> start(MessageIds ids, String message) {
        List<AgentEvent> events = new ArrayList<>(ids == speakers.agent() ? turn.onMessage() : List.of());
        events.addAll(MessageIdsBySpeaker.start(ids, message));
        return events;
    }

    /** A delta in a notation that {@link DeltaReader} does not read. */
    private static List<AgentEvent> unusualDelta(MessageIds ids, JsonNode event) {
        JsonNode delta = event.path("delta");
        boolean text = delta.path("type").asText().equals("text_delta");
        JsonNode piece = delta.path(text ? "text" : "thinking");
        return piece.isTextual()
                ? List.of(new AgentEvent.MessageDelta(
                        ids.idOfDelta(event.path("index").asInt()),
                        text ? Content.TEXT : Content.REASONING,
                        Json.slice(piece)))
                : List.of();
    }
}
