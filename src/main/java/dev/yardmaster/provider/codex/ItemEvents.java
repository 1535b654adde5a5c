package dev.yardmaster.provider.codex;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.yardmaster.json.Json;
import dev.yardmaster.json.JsonSlice;
import dev.yardmaster.provider.AgentEvent;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Translates the items of a turn. The app-server and {@code codex exec} send the same items, with names in {@code camelCase} and
 * {@code snake_case}. Not thread-safe.
 */
final class ItemEvents {
    private static final Set<String> NON_INPUT_FIELDS =
            Set.of("id", "type", "status", "result", "error", "durationMs", "startedAtMs", "completedAtMs");

    private final OpenMessages openMessages;
    private final Set<String> openCalls = new HashSet<>();
    private JsonSlice lastText = JsonSlice.nullValue();

    ItemEvents(OpenMessages openMessages) {
        this.openMessages = openMessages;
    }

    List<AgentEvent> started(JsonNode item) {
        return switch (type(item)) {
            // The message joins the turn: Codex asks the model again, and the open messages are void.
            case "user_message" -> openMessages.discardAll("another message arrived");
            case "command_execution", "file_change", "mcp_tool_call", "dynamic_tool_call", "web_search" -> call(item);
            default -> List.of();
        };
    }

    List<AgentEvent> completed(JsonNode item) {
        return switch (type(item)) {
            case "user_message" -> List.of();
            case "agent_message" -> List.of(message(item));
            case "reasoning" -> reasoning(item);
            case "command_execution", "file_change", "mcp_tool_call", "dynamic_tool_call", "web_search" -> {
                List<AgentEvent> events = new ArrayList<>(call(item));
                openCalls.remove(id(item));
                events.add(result(item));
                yield events;
            }
            // An item "error" is a warning, such as one about an unknown model.
            default -> List.of(new AgentEvent.ProviderRaw(Json.slice(item)));
        };
    }

    /** The last message since the previous call, a JSON string or null. */
    JsonSlice takeLastText() {
        JsonSlice text = lastText;
        lastText = JsonSlice.nullValue();
        openCalls.clear();
        return text;
    }

    private AgentEvent message(JsonNode item) {
        openMessages.remove(id(item));
        lastText = Json.slice(item.path("text"));
        return new AgentEvent.Message(id(item), lastText);
    }

    /** Prefers the summary. Reasoning that the model keeps to itself is empty. {@code codex exec} sends a single text. */
    private List<AgentEvent> reasoning(JsonNode item) {
        openMessages.remove(id(item));
        String text = Stream.of("summary", "content", "text")
                .map(field -> paragraphs(item.path(field)))
                .filter(paragraphs -> !paragraphs.isEmpty())
                .findFirst()
                .orElse("");
        return text.isEmpty() ? List.of() : List.of(new AgentEvent.Reasoning(id(item), JsonSlice.ofString(text)));
    }

    private static String paragraphs(JsonNode texts) {
        return texts.isTextual()
                ? texts.textValue()
                : StreamSupport.stream(texts.spliterator(), false)
                        .map(JsonNode::asText)
                        .collect(Collectors.joining("\n\n"));
    }

    /** Empty for a call that was already reported. */
    private List<AgentEvent> call(JsonNode item) {
        return openCalls.add(id(item))
                ? List.of(new AgentEvent.ToolCall(id(item), toolName(item), Json.slice(input(item))))
                : List.of();
    }

    private static String toolName(JsonNode item) {
        return switch (type(item)) {
            case "mcp_tool_call" ->
                "mcp__" + item.path("server").asText() + "__"
                        + item.path("tool").asText();
            case "dynamic_tool_call" -> item.path("tool").asText();
            default -> type(item);
        };
    }

    private static JsonNode input(JsonNode item) {
        return switch (type(item)) {
            case "mcp_tool_call", "dynamic_tool_call" -> item.path("arguments");
            case "command_execution" -> copy(item, Set.of("command", "cwd"));
            case "file_change" -> copy(item, Set.of("changes"));
            default -> ((ObjectNode) item.deepCopy()).remove(NON_INPUT_FIELDS);
        };
    }

    private static JsonNode copy(JsonNode item, Set<String> fields) {
        return ((ObjectNode) item.deepCopy()).retain(fields);
    }

    private static AgentEvent result(JsonNode item) {
        String status = item.path("status").asText("completed");
        boolean error = Set.of("failed", "declined").contains(status)
                || item.hasNonNull("error")
                || CaseStyles.field(item, "exitCode").asInt() != 0;
        return new AgentEvent.ToolResult(id(item), Json.slice(output(item)), error);
    }

    private static JsonNode output(JsonNode item) {
        return switch (type(item)) {
            case "command_execution" -> CaseStyles.field(item, "aggregatedOutput");
            case "mcp_tool_call" -> item.hasNonNull("error") ? item.path("error") : item.path("result");
            case "dynamic_tool_call" -> CaseStyles.field(item, "contentItems");
            default -> item.path("status");
        };
    }

    private static String type(JsonNode item) {
        return CaseStyles.toSnakeCase(item.path("type").asText());
    }

    private static String id(JsonNode item) {
        return item.path("id").asText();
    }
}
