package dev.yardmaster.provider.codex;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.yardmaster.json.Json;
import dev.yardmaster.provider.AgentEvent;
import dev.yardmaster.provider.Dialogue.Step;
import java.util.List;
import java.util.Optional;

/** Refuses whatever the app-server asks, such as an approval: left without an answer it would wait for ever. */
final class ApprovalRejector {
    private static final String REFUSAL = "Nobody is there to answer; go on without";
    private static final int METHOD_NOT_FOUND = -32601;

    private ApprovalRejector() {}

    static Step refuse(ObjectNode request) {
        ObjectNode reply = Json.object();
        reply.set("id", request.path("id"));
        refusal(request.path("method").asText())
                .ifPresentOrElse(
                        result -> reply.set("result", result),
                        () -> reply.putObject("error")
                                .put("code", METHOD_NOT_FOUND)
                                .put("message", REFUSAL));
        return new Step(List.of(new AgentEvent.ProviderRaw(Json.slice(request))), List.of(reply.toString()));
    }

    /** The answer that lets the turn go on without what was asked for; empty where only an error can say so. */
    private static Optional<JsonNode> refusal(String method) {
        ObjectNode result = Json.object();
        switch (method) {
            case "item/commandExecution/requestApproval", "item/fileChange/requestApproval" ->
                result.put("decision", "decline");
            case "execCommandApproval", "applyPatchApproval" ->
                result.putObject("decision").putObject("denied").put("rejection", REFUSAL);
            case "item/permissions/requestApproval" -> result.putObject("permissions");
            case "item/tool/requestUserInput" -> result.putObject("answers");
            case "mcpServer/elicitation/request" -> result.put("action", "decline");
            case "item/tool/call" -> {
                result.put("success", false);
                result.putArray("contentItems")
                        .addObject()
                        .put("type", "inputText")
                        .put("text", REFUSAL);
            }
            default -> {
                return Optional.empty();
            }
        }
        return Optional.of(result);
    }
}
