package dev.yardmaster.provider.claude;

import com.fasterxml.jackson.databind.JsonNode;
import dev.yardmaster.json.Json;
import dev.yardmaster.provider.AgentEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Translates {@code assistant} lines. A line holds whole content blocks, usually one. A block with {@code aborted} holds the text up to the
 * interrupt. Claude Code reports an API error as a message of the model {@code <synthetic>}.
 */
final class AssistantLines {
    private final MessageIdsBySpeaker speakers;
    private final TurnState turn;
    private final RateLimitLines limits;

    AssistantLines(MessageIdsBySpeaker speakers, TurnState turn, RateLimitLines limits) {
        this.speakers = speakers;
        this.turn = turn;
        this.limits = limits;
    }

    List<AgentEvent> events(JsonNode line) {
        JsonNode message = line.path("message");
        boolean synthetic = message.path("model").asText().equals("<synthetic>");
        return synthetic || line.hasNonNull("error") ? failure(line, message) : wholeBlocks(line, message);
    }

    private List<AgentEvent> failure(JsonNode line, JsonNode message) {
        String text = StreamSupport.stream(message.path("content").spliterator(), false)
                .map(block -> block.path("text").asText())
                .collect(Collectors.joining("\n"));
        turn.recordFailure(text);
        String kind = line.path("error").asText("unknown");
        var failure = new AgentEvent.Failure(
                kind, ErrorHints.addHint(kind, text), Json.integer(line.path("api_error_status")));
        return kind.equals("rate_limit")
                ? Stream.concat(limits.limitForRefusal().stream(), Stream.of(failure))
                        .toList()
                : List.of(failure);
    }

    private List<AgentEvent> wholeBlocks(JsonNode line, JsonNode message) {
        MessageIds ids = speakers.of(line.path("parent_tool_use_id").asText(""));
        String id = message.path("id").asText();
        List<AgentEvent> events = new ArrayList<>(ids == speakers.agent() ? turn.onMessage() : List.of());
        if (!ids.isCurrent(id)) {
            events.addAll(MessageIdsBySpeaker.start(ids, id));
        }
        for (JsonNode block : message.path("content")) {
            Json.text(block.path("text")).ifPresent(turn::recordAgentText);
            events.add(event(ids.idOfWholeBlock(), block));
        }
        return events;
    }

    private static AgentEvent event(String id, JsonNode block) {
        String type = block.path("type").asText();
        if (type.endsWith("tool_use")) {
            return new AgentEvent.ToolCall(
                    block.path("id").asText(), block.path("name").asText(), Json.slice(block.path("input")));
        }
        if (type.endsWith("tool_result")) {
            return UserLines.toolResult(block);
        }
        return switch (type) {
            case "text" -> new AgentEvent.Message(id, Json.slice(block.path("text")));
            case "thinking" -> new AgentEvent.Reasoning(id, Json.slice(block.path("thinking")));
            default -> new AgentEvent.ProviderRaw(Json.slice(block));
        };
    }
}
