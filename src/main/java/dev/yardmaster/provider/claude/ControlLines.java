package dev.yardmaster.provider.claude;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.yardmaster.json.Json;
import dev.yardmaster.provider.AgentEvent;
import dev.yardmaster.provider.Dialogue.Step;
import java.util.List;

/** Builds the lines for Claude Code's standard input, and answers or translates the control lines of both sides. */
final class ControlLines {
    private static final String REJECTION = "No person is available to answer. Continue without it.";

    private static final String MCP_STATUS = "mcp-status";

    private int interrupts;

    /** The line that sends a message to the agent. */
    static String userMessage(String text) {
        ObjectNode line = Json.object().put("type", "user");
        ObjectNode message = line.putObject("message").put("role", "user");
        message.putArray("content").addObject().put("type", "text").put("text", text);
        return line.toString();
    }

    /** The line that interrupts the running turn. Claude Code ignores it when no turn is running. */
    String interrupt() {
        interrupts++;
        return request("interrupt-" + interrupts, "interrupt");
    }

    /** The line that requests the status of the MCP servers, including the cause of each failure. */
    static String mcpStatus() {
        return request(MCP_STATUS, "mcp_status");
    }

    /** Whether the line is the response, or the error response, to {@link #mcpStatus}. */
    static boolean isMcpStatusResponse(JsonNode line) {
        return line.path("response").path("request_id").asText().equals(MCP_STATUS);
    }

    /** Rejects every request of Claude Code, such as a permission request. Without an answer Claude Code would wait forever. */
    static Step reject(JsonNode line) {
        ObjectNode reply = Json.object().put("type", "control_response");
        ObjectNode response = reply.putObject("response");
        response.put("request_id", line.path("request_id").asText());
        if (line.path("request").path("subtype").asText().equals("can_use_tool")) {
            response.put("subtype", "success");
            response.putObject("response").put("behavior", "deny").put("message", REJECTION);
        } else {
            response.put("subtype", "error").put("error", REJECTION);
        }
        return new Step(List.of(new AgentEvent.ProviderRaw(Json.slice(line))), List.of(reply.toString()));
    }

    /** The events for a response to one of our requests. Only an error produces one. */
    static List<AgentEvent> responseEvents(JsonNode line) {
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
