package dev.yardmaster.provider.opencode;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.yardmaster.json.Json;
import dev.yardmaster.provider.AgentEvent;
import dev.yardmaster.provider.LaunchRequest;
import dev.yardmaster.provider.opencode.server.IdentityPlugin;
import java.util.TreeMap;

/**
 * Builds the requests to OpenCode's server as lines, such as {@code {"request":"abort","method":"POST","path":"/session/ses_1/abort"}}. The
 * responses arrive as lines too: {@code {"type":"yardmaster.answer","request":"abort","status":200,"body":true}}.
 */
public final class RequestLines {
    static final String CREATE = "create";
    static final String MCP = "mcp";
    static final String PROMPT = "prompt";
    static final String ABORT = "abort";
    static final String REPLY = "reply";
    /** The type of a response line. */
    static final String RESPONSE = "yardmaster.answer";
    /** The type of the line that reports that events were missed. The events that replace them follow. */
    static final String MISSED = "yardmaster.missed";
    /** The type of the line that reports the loss of the connection and its cause. */
    static final String LOST = "yardmaster.lost";

    private final LaunchRequest request;

    RequestLines(LaunchRequest request) {
        this.request = request;
    }

    /**
     * Creates a session with our permissions, and with the identity that {@link IdentityPlugin} passes to its tools. For a resumed session,
     * sets both on the earlier session.
     */
    String create() {
        ObjectNode body = Json.object();
        body.set("permission", OpenCodePermissions.rules(request.context()));
        ObjectNode identity = body.putObject("metadata").putObject(IdentityPlugin.METADATA);
        new TreeMap<>(request.identity()).forEach(identity::put);
        return request.conversation()
                .resumed()
                .map(earlier -> line(CREATE, "PATCH", "/session/" + earlier, body))
                .orElseGet(() -> line(CREATE, "POST", "/session", body.put("title", title())));
    }

    /** Requests the status of the MCP servers. */
    static String mcp() {
        return line(MCP, "GET", "/mcp", Json.MAPPER.missingNode());
    }

    String prompt(String session, String text) {
        ObjectNode body = Json.object();
        request.model().ifPresent(model -> {
            int slash = model.indexOf('/');
            body.putObject("model")
                    .put("providerID", model.substring(0, slash))
                    .put("modelID", model.substring(slash + 1));
        });
        request.context().instructions().ifPresent(instructions -> body.put("system", instructions));
        body.putArray("parts").addObject().put("type", "text").put("text", text);
        return line(PROMPT, "POST", "/session/" + session + "/prompt_async", body);
    }

    static String abort(String session) {
        return line(ABORT, "POST", "/session/" + session + "/abort", Json.object());
    }

    /** Allows what a permission request asks for, this one time. */
    static String allow(String id) {
        return line(REPLY, "POST", "/permission/" + id + "/reply", Json.object().put("reply", "once"));
    }

    /** Rejects a permission request. OpenCode ends the turn after it. */
    static String reject(String id) {
        return line(REPLY, "POST", "/permission/" + id + "/reply", Json.object().put("reply", "reject"));
    }

    /**
     * Rejects a permission request with a reason, after which the model continues.
     *
     * @param message the reason, for the model
     */
    static String deny(String id, String message) {
        ObjectNode body = Json.object().put("reply", "reject").put("message", message);
        return line(REPLY, "POST", "/permission/" + id + "/reply", body);
    }

    static String rejectQuestion(String id) {
        return line(REPLY, "POST", "/question/" + id + "/reject", Json.object());
    }

    static String response(String request, int status, JsonNode body) {
        return Json.object()
                .put("type", RESPONSE)
                .put("request", request)
                .put("status", status)
                .set("body", body)
                .toString();
    }

    static String missedEvents() {
        return Json.object().put("type", MISSED).toString();
    }

    static String connectionLost(AgentEvent.Failure why) {
        return Json.object()
                .put("type", LOST)
                .put("kind", why.kind())
                .put("message", why.message())
                .toString();
    }

    /** With a title, OpenCode does not ask the model for one. */
    private String title() {
        return "yardmaster " + request.conversation().session();
    }

    private static String line(String request, String method, String path, JsonNode body) {
        ObjectNode line =
                Json.object().put("request", request).put("method", method).put("path", path);
        return body.isMissingNode() ? line.toString() : line.set("body", body).toString();
    }
}
