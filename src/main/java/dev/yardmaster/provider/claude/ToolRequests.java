package dev.yardmaster.provider.claude;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.yardmaster.json.Json;
import dev.yardmaster.provider.ApprovalSignal;
import dev.yardmaster.provider.Dialogue.Step;
import dev.yardmaster.provider.LaunchContext;
import dev.yardmaster.provider.Permissions;
import dev.yardmaster.provider.ToolDecision;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Lets the service decide about each use of a tool. Claude Code calls a hook before every tool, also those of sub-agents, whatever its
 * settings allow (2.1.332). With {@code edit} and {@code read-only} the answer to the hook is the decision, because Claude Code's own rules
 * still apply after it. Otherwise the hook makes Claude Code ask by {@code can_use_tool}, which waits without a limit and passes a reason
 * to the model unchanged. Not thread-safe.
 */
final class ToolRequests {
    private static final String HOOK = "yardmaster-tool";

    /** The longest time in seconds that Claude Code's timer can count. */
    private static final int HOOK_TIMEOUT = 20 * 24 * 3600;

    private static final String NO_QUESTIONS = "No person is available to answer. Continue without it.";

    /** Tools that ask a person something other than a permission. */
    private static final Set<String> QUESTIONS = Set.of("AskUserQuestion", "ExitPlanMode");

    private final boolean judged;
    private final boolean decidedByHook;
    private final Map<String, JsonNode> open = new LinkedHashMap<>();

    ToolRequests(LaunchContext context) {
        judged = context.judged();
        decidedByHook = !asksAfterHook(context);
    }

    /** Whether Claude Code asks by {@code can_use_tool}. With the other permissions it denies what it would ask for. */
    static boolean asksAfterHook(LaunchContext context) {
        return context.judged()
                && (context.permissions() == Permissions.ASK || context.permissions() == Permissions.FULL);
    }

    /** The lines that register the hook. */
    List<String> register() {
        if (!judged) {
            return List.of();
        }
        ObjectNode line = Json.object().put("type", "control_request").put("request_id", "initialize");
        ObjectNode request = line.putObject("request").put("subtype", "initialize");
        ObjectNode hook = request.putObject("hooks").putArray("PreToolUse").addObject();
        hook.putNull("matcher")
                .put("timeout", HOOK_TIMEOUT)
                .putArray("hookCallbackIds")
                .add(HOOK);
        return List.of(line.toString());
    }

    /** Handles a request of Claude Code. */
    Step onRequest(ObjectNode line) {
        JsonNode request = line.path("request");
        return switch (request.path("subtype").asText()) {
            case "hook_callback" -> judged ? onHook(line, request.path("input")) : ControlLines.reject(line);
            case "can_use_tool" -> judged && !decidedByHook ? onToolRequest(line, request) : ControlLines.reject(line);
            default -> ControlLines.reject(line);
        };
    }

    private Step onHook(ObjectNode line, JsonNode input) {
        if (!decidedByHook) {
            return Step.reply(hookReply(id(line), "ask", "Yardmaster decides."));
        }
        open.put(id(line), line);
        return asked(line, input.path("tool_name"), input.path("tool_input"), input.path("tool_use_id"), Json.object());
    }

    private Step onToolRequest(ObjectNode line, JsonNode request) {
        if (QUESTIONS.contains(request.path("tool_name").asText())) {
            return Step.reply(deny(id(line), NO_QUESTIONS));
        }
        open.put(id(line), line);
        // The reason of our own hook is no reason for people.
        JsonNode reason = request.path("decision_reason_type").asText().equals("hook")
                ? Json.object()
                : request.path("decision_reason");
        return asked(line, request.path("tool_name"), request.path("input"), request.path("tool_use_id"), reason);
    }

    private static Step asked(ObjectNode line, JsonNode tool, JsonNode input, JsonNode call, JsonNode reason) {
        return Step.approvals(new ApprovalSignal.Requested(
                id(line), call.asText(), ClaudeTools.use(tool.asText(), input), Json.text(reason)));
    }

    Step onDecision(String request, ToolDecision decision) {
        JsonNode line = open.remove(request);
        if (line == null) {
            return Step.nothing();
        }
        boolean hook = line.path("request").path("subtype").asText().equals("hook_callback");
        return Step.reply(
                switch (decision) {
                    case ToolDecision.Allow _ ->
                        hook ? response(request, Json.object()) : allow(request, line.path("request"));
                    case ToolDecision.Deny(String message) ->
                        hook ? hookReply(request, "deny", message) : deny(request, message);
                });
    }

    /** Claude Code has ended a request itself, as after an interrupt. */
    Step onCancel(JsonNode line) {
        String request = line.path("request_id").asText();
        return open.remove(request) == null
                ? Step.nothing()
                : Step.approvals(new ApprovalSignal.Withdrawn(request, "The agent's turn was interrupted."));
    }

    /** The turn has ended, so Claude Code waits for nothing any more. */
    Step onTurnEnd() {
        List<ApprovalSignal> signals = new ArrayList<>();
        open.keySet()
                .forEach(request -> signals.add(new ApprovalSignal.Withdrawn(request, "The agent's turn has ended.")));
        open.clear();
        return new Step(List.of(), List.of(), signals);
    }

    private static String allow(String request, JsonNode asked) {
        ObjectNode body = Json.object().put("behavior", "allow");
        body.set("updatedInput", asked.path("input"));
        return response(request, body);
    }

    private static String deny(String request, String message) {
        return response(request, Json.object().put("behavior", "deny").put("message", message));
    }

    private static String hookReply(String request, String decision, String reason) {
        ObjectNode body = Json.object();
        body.putObject("hookSpecificOutput")
                .put("hookEventName", "PreToolUse")
                .put("permissionDecision", decision)
                .put("permissionDecisionReason", reason);
        return response(request, body);
    }

    private static String response(String request, ObjectNode body) {
        ObjectNode reply = Json.object().put("type", "control_response");
        reply.putObject("response")
                .put("request_id", request)
                .put("subtype", "success")
                .set("response", body);
        return reply.toString();
    }

    private static String id(JsonNode line) {
        return line.path("request_id").asText();
    }
}
