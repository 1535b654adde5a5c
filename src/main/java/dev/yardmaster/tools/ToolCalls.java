package dev.yardmaster.tools;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.yardmaster.access.CallingSession;
import dev.yardmaster.activity.ToolActivity;
import dev.yardmaster.json.Json;
import dev.yardmaster.problem.YardmasterException;
import io.quarkiverse.mcp.server.ToolResponse;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Executes calls of tools. Whatever goes wrong becomes a result from which the model learns what to do. For any thread. */
@Singleton
class ToolCalls {
    private static final Logger LOG = Logger.getLogger(ToolCalls.class);
    /** Longer texts of a result are cut, because they would fill the context of the model. */
    private static final int LONGEST_TEXT = 20_000;

    private static final String FAILED =
            "The service could not execute the call. Try again in a minute; if it fails again, go on without it.";

    private final ObjectMapper json;
    private final ToolActivity activity;

    ToolCalls(ObjectMapper json, ToolActivity activity) {
        this.json = json;
        this.activity = activity;
    }

    /**
     * Executes a call and records it.
     *
     * @param address where the call comes from
     */
    Uni<ToolResponse> call(Tool tool, CallingSession caller, Map<String, Object> arguments, String address) {
        ObjectNode values = json.valueToTree(arguments);
        return Uni.createFrom()
                .deferred(() -> tool.handler().call(caller, ToolInput.of(tool, values)))
                .map(result -> new Answer(text(result), Optional.empty()))
                .onFailure()
                .recoverWithItem(failure -> new Answer("", Optional.of(refusal(tool, caller, failure))))
                .invoke(answer ->
                        activity.add(caller.agentName(), tool.name(), caller.task(), values, answer.refusal(), address))
                .map(Answer::response);
    }

    /**
     * The answer to a call.
     *
     * @param refusal why the call was not executed
     */
    private record Answer(String text, Optional<String> refusal) {
        ToolResponse response() {
            return refusal.map(ToolResponse::error).orElseGet(() -> ToolResponse.success(text));
        }
    }

    private String text(Object result) {
        JsonNode tree = json.valueToTree(result);
        return Json.replaceTexts(tree, ToolCalls::shortened).toString();
    }

    private static String shortened(String text) {
        int more = text.length() - LONGEST_TEXT;
        return more <= 0 ? text : text.substring(0, LONGEST_TEXT) + "… (" + more + " more characters)";
    }

    private static String refusal(Tool tool, CallingSession caller, Throwable failure) {
        if (failure instanceof YardmasterException known && known.code().status() < 500) {
            return known.detail();
        }
        LOG.errorf(failure, "session=%s tool=%s state=failed", caller.session(), tool.name());
        return failure instanceof YardmasterException known ? known.detail() : FAILED;
    }
}
