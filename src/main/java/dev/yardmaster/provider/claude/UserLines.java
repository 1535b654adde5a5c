package dev.yardmaster.provider.claude;

import com.fasterxml.jackson.databind.JsonNode;
import dev.yardmaster.json.Json;
import dev.yardmaster.provider.AgentEvent;
import java.util.ArrayList;
import java.util.List;

/**
 * Translates {@code user} lines, which are the model's input and mostly hold tool results. Messages of users were reported when they were
 * sent, so their echo and the note of an interrupt are ignored.
 */
final class UserLines {
    private UserLines() {}

    static List<AgentEvent> events(JsonNode line) {
        List<AgentEvent> results = new ArrayList<>();
        for (JsonNode block : line.path("message").path("content")) {
            if (block.path("type").asText().endsWith("tool_result")) {
                results.add(toolResult(block));
            }
        }
        return results.isEmpty() && !isKnown(line) ? List.of(new AgentEvent.ProviderRaw(Json.slice(line))) : results;
    }

    static AgentEvent toolResult(JsonNode block) {
        return new AgentEvent.ToolResult(
                block.path("tool_use_id").asText(),
                Json.slice(block.path("content")),
                block.path("is_error").asBoolean());
    }

    private static boolean isKnown(JsonNode line) {
        JsonNode first = line.path("message").path("content").path(0);
        return line.path("isReplay").asBoolean()
                || first.path("text").asText().startsWith("[Request interrupted by user");
    }
}
