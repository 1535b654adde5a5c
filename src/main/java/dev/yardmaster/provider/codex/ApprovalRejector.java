package dev.yardmaster.provider.codex;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.yardmaster.json.Json;
import dev.yardmaster.provider.AgentEvent;
import dev.yardmaster.provider.Dialogue.Step;
import java.util.List;
import java.util.Optional;

/** Rejects every request of the app-server, such as an approval. Without an answer the app-server would wait forever. */
final class ApprovalRejector {
    private static final String REJECTION = "No person is available to answer. Continue without it.";
    private static final int METHOD_NOT_FOUND = -32601;

    private ApprovalRejector() {}

    static Step reject(ObjectNode request) {
        ObjectNode reply = Json.object();
        reply.set("id", request.path("id"));
        rejection(request.path("method").asText())
                .ifPresentOrElse(
                        result -> reply.set("result", result),
                        () -> reply.putObject("error")
                                .put("code", METHOD_NOT_FOUND)
                                .put("message", REJECTION));
        return new Step(List.of(new AgentEvent.ProviderRaw(Json.slice(request))), List.of(reply.toString()));
    }

    /** The result that lets the turn continue without the requested thing; empty for a method that only an error can reject. */
    private static Optional<JsonNode> rejection(String method) {
        ObjectNode result = Json.object();
        switch (method) {
            case "item/commandExecution/requestApproval", "item/fileChange/requestApproval" ->
                result.put("decision", "decline");
            case "execCommandApproval", "applyPatchApproval" ->
                result.putObject("decision").putObject("denied").put("rejection", REJECTION);
            case "item/permissions/requestApproval" -> result.putObject("permissions");
            case "item/tool/requestUserInput" -> result.putObject("answers");
            case "mcpServer/elicitation/request" -> result.put("action", "decline");
            case "item/tool/call" -> {
                result.put("success", false);
                result.putArray("contentItems")
                        .addObject()
                        .put("type", "inputText")
                        .put("text", REJECTION);
            }
            default -> {
                return Optional.empty();
            }
        }
        return Optional.of(result);
    }
}
