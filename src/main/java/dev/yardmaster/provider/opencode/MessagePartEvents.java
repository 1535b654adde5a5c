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
 * Translates the parts of messages: text, reasoning, tool calls, ends of steps. The server and the one-shot run use the same format; the
 * server sends parts while they grow, the one-shot run sends finished parts only. Each end of a turn clears the state.
 */
final class MessagePartEvents {
    private final TurnUsage usage = new TurnUsage();
    /** The kind of each text that is being streamed, by the id of its part. */
    private final Map<String, Content> openParts = new HashMap<>();

    private final Set<String> reported = new HashSet<>();
    private final Set<String> reportedCalls = new HashSet<>();
    /** The part that is being streamed, by the id of its session. A session and its sub-agents can write at the same time. */
    private final Map<String, String> writingParts = new HashMap<>();

    private JsonSlice result = JsonSlice.nullValue();

    /** The events for the new state of a part. */
    List<AgentEvent> updated(JsonNode part) {
        return switch (part.path("type").asText()) {
            case "text" -> textPart(part, Content.TEXT);
            case "reasoning" -> textPart(part, Content.REASONING);
            case "tool" -> tool(part);
            case "step-finish" -> {
                if (reported.add(part.path("id").asText())) {
                    usage.add(part);
                }
                yield List.of();
            }
            default -> List.of();
        };
    }

    /** The event for a delta. Deltas of a tool's input are not reported. */
    List<AgentEvent> delta(JsonNode properties) {
        String id = properties.path("partID").asText();
        Content content = openParts.get(id);
        return content == null || !properties.path("field").asText().equals("text")
                ? List.of()
                : List.of(new AgentEvent.MessageDelta(id, content, Json.slice(properties.path("delta"))));
    }

    /** Discards the text that a session is streaming, because OpenCode starts it again. Returns its id. */
    Optional<String> discardOpenPart(String session) {
        Optional<String> discarded = Optional.ofNullable(writingParts.remove(session));
        discarded.ifPresent(openParts::remove);
        return discarded;
    }

    /** The streamed texts stay incomplete. OpenCode will still close them, which must not be reported. */
    void abandonOpenParts() {
        reported.addAll(writingParts.values());
        openParts.keySet().removeAll(writingParts.values());
        writingParts.clear();
    }

    /** Some deltas were missed. A preview with a hole would be wrong, so the next event of an open text is its whole text. */
    void onMissedDeltas() {
        openParts.clear();
    }

    /** The events that end a turn: its usage, and its outcome with the last text, a JSON string or null. Clears the state. */
    List<AgentEvent> endTurn(AgentEvent.Outcome outcome) {
        List<AgentEvent> events = List.of(
                usage.take(),
                new AgentEvent.TurnEnded(
                        outcome, outcome == AgentEvent.Outcome.COMPLETED ? result : JsonSlice.nullValue()));
        openParts.clear();
        reported.clear();
        reportedCalls.clear();
        writingParts.clear();
        result = JsonSlice.nullValue();
        return events;
    }

    private List<AgentEvent> textPart(JsonNode part, Content content) {
        String id = part.path("id").asText();
        String session = part.path("sessionID").asText();
        if (!part.path("time").has("end")) {
            if (!reported.contains(id)) {
                openParts.put(id, content);
                writingParts.put(session, id);
            }
            return List.of();
        }
        openParts.remove(id);
        writingParts.remove(session, id);
        if (!reported.add(id) || part.path("text").asText().isEmpty()) {
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
        if (!status.equals("pending") && reportedCalls.add(id)) {
            events.add(new AgentEvent.ToolCall(call, part.path("tool").asText(), Json.slice(state.path("input"))));
        }
        boolean error = status.equals("error");
        if ((error || status.equals("completed")) && reported.add(id)) {
            events.add(new AgentEvent.ToolResult(call, Json.slice(state.path(error ? "error" : "output")), error));
        }
        return events;
    }
}
