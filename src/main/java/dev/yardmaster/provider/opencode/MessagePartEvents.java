package dev.yardmaster.provider.opencode;

import com.fasterxml.jackson.databind.JsonNode;
import dev.yardmaster.json.Json;
import dev.yardmaster.json.JsonSlice;
import dev.yardmaster.provider.AgentEvent;
import dev.yardmaster.provider.AgentEvent.Content;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The parts of messages: texts, reasoning, tool calls, the ends of steps. Both ways to run OpenCode tell them in the same form, the
 * server as they grow and the one-shot run when they are finished. What is remembered is forgotten at the end of each turn.
 */
final class MessagePartEvents {
    private final Spending spending = new Spending();
    /** What is being written, by its part. */
    private final Map<String, Content> open = new HashMap<>();

    private final Set<String> told = new HashSet<>();
    private final Set<String> called = new HashSet<>();
    private Optional<String> writing = Optional.empty();
    private JsonSlice result = JsonSlice.nullValue();

    /** What a part has become. */
    List<AgentEvent> updated(JsonNode part) {
        return switch (part.path("type").asText()) {
            case "text" -> written(part, Content.TEXT);
            case "reasoning" -> written(part, Content.REASONING);
            case "tool" -> tool(part);
            case "step-finish" -> {
                spending.add(part);
                yield List.of();
            }
            default -> List.of();
        };
    }

    /** A piece of a part; of a tool's input nothing is shown. */
    List<AgentEvent> delta(JsonNode properties) {
        String id = properties.path("partID").asText();
        Content content = open.get(id);
        return content == null || !properties.path("field").asText().equals("text")
                ? List.of()
                : List.of(new AgentEvent.MessageDelta(id, content, Json.slice(properties.path("delta"))));
    }

    /** The text that is being written, when it is started again. */
    Optional<String> discard() {
        Optional<String> discarded = writing;
        discarded.ifPresent(open::remove);
        writing = Optional.empty();
        return discarded;
    }

    /** The text that is being written will never be whole, though OpenCode is to close it. */
    void abandon() {
        discard().ifPresent(told::add);
    }

    /** The last text of the turn, a JSON string or null, and what the turn consumed; then nothing is remembered. */
    List<AgentEvent> end(AgentEvent.Outcome outcome) {
        List<AgentEvent> events = List.of(
                spending.take(),
                new AgentEvent.TurnEnded(
                        outcome, outcome == AgentEvent.Outcome.COMPLETED ? result : JsonSlice.nullValue()));
        open.clear();
        told.clear();
        called.clear();
        writing = Optional.empty();
        result = JsonSlice.nullValue();
        return events;
    }

    private List<AgentEvent> written(JsonNode part, Content content) {
        String id = part.path("id").asText();
        if (!part.path("time").has("end")) {
            open.put(id, content);
            writing = Optional.of(id);
            return List.of();
        }
        open.remove(id);
        writing = writing.filter(other -> !other.equals(id));
        if (!told.add(id) || part.path("text").asText().isEmpty()) {
            return List.of();
        }
        JsonSlice text = Json.slice(part.path("text"));
        if (content == Content.REASONING) {
            return List.of(new AgentEvent.Reasoning(id, text));
        }
        result = text;
        return List.of(new AgentEvent.Message(id, text));
    }

    private List<AgentEvent> tool(JsonNode part) {
        String id = part.path("id").asText();
        String call = part.path("callID").asText();
        JsonNode state = part.path("state");
        String status = state.path("status").asText();
        List<AgentEvent> events = new ArrayList<>();
        if (!status.equals("pending") && called.add(id)) {
            events.add(new AgentEvent.ToolCall(call, part.path("tool").asText(), Json.slice(state.path("input"))));
        }
        boolean error = status.equals("error");
        if ((error || status.equals("completed")) && told.add(id)) {
            events.add(new AgentEvent.ToolResult(call, Json.slice(state.path(error ? "error" : "output")), error));
        }
        return events;
    }
}
