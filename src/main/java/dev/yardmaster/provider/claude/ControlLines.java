package dev.yardmaster.provider.claude;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.yardmaster.json.Json;
import dev.yardmaster.provider.AgentEvent;
import dev.yardmaster.provider.Dialogue.Step;
import java.util.List;

/** What is written to Claude Code's standard input, and the control requests and responses of both sides. */
final class ControlLines {
    private static final String REFUSAL = "Nobody is there to answer; go on without";

    private static final String MCP_STATUS = "mcp-status";

    private int interrupts;

    /** The line that gives the agent a message. */
    static String userMessage(String text) {
        ObjectNode line = Json.object().put("type", "user");
        ObjectNode message = line.putObject("message").put("role", "user");
        message.putArray("content").addObject().put("type", "text").put("text", text);
        return line.toString();
    }

    /** The line that stops the running turn; nothing happens when there is none. */
    String interrupt() {
        interrupts++;
        return request("interrupt-" + interrupts, "interrupt");
    }

    /** The line that asks for the servers of tools, with why those failed that did. */
    static String mcpStatus() {
        return request(MCP_STATUS, "mcp_status");
    }

    /** Whether a line is the answer to {@link #mcpStatus}, be it a refusal. */
    static boolean isMcpStatus(JsonNode answer) {
        return answer.path("response").path("request_id").asText().equals(MCP_STATUS);
    }

    /** Refuses whatever Claude Code asks, such as a permission: left without an answer it would wait for ever. */
    static Step refuse(JsonNode line) {
        ObjectNode reply = Json.object().put("type", "control_response");
        ObjectNode response = reply.putObject("response");
        response.put("request_id", line.path("request_id").asText());
        if (line.path("request").path("subtype").asText().equals("can_use_tool")) {
            response.put("subtype", "success");
            response.putObject("response").put("behavior", "deny").put("message", REFUSAL);
        } else {
            response.put("subtype", "error").put("error", REFUSAL);
        }
        return new Step(List.of(new AgentEvent.ProviderRaw(Json.slice(line))), List.of(reply.toString()));
    }

    /** The answer to a request of ours, of which only a refusal is worth telling. */
    static List<AgentEvent> answered(JsonNode line) {
        JsonNode response = line.path("response");
        return response.path("subtype").asText().equals("error")
                ? List.of(AgentEvent.Failure.warning(
                        "control_request_refused", response.path("error").asText()))
                : List.of();
    }

    private static String request(String id, String subtype) {
        ObjectNode line = Json.object().put("type", "control_request").put("request_id", id);
        line.putObject("request").put("subtype", subtype);
        return line.toString();
    }
}
