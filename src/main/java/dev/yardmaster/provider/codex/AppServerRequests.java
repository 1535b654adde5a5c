package dev.yardmaster.provider.codex;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.yardmaster.json.Json;
import dev.yardmaster.provider.LaunchRequest;
import dev.yardmaster.provider.Permissions;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Builds the requests to the app-server: JSON-RPC without the {@code jsonrpc} field, one per line. Not thread-safe. */
final class AppServerRequests {
    private final Map<Integer, Kind> open = new HashMap<>();
    private int last;

    /** What a request asks for. */
    enum Kind {
        INITIALIZE,
        OPEN_THREAD,
        ADD_INSTRUCTIONS,
        START_TURN,
        INTERRUPT
    }

    /** The kind of the request with this id, once; empty for an unknown id. */
    Optional<Kind> takeKind(int id) {
        return Optional.ofNullable(open.remove(id));
    }

    String initialize() {
        ObjectNode params = Json.object();
        params.putObject("clientInfo")
                .put("name", "yardmaster")
                .put("title", "Yardmaster")
                .put("version", "1");
        var suppressed = params.putObject("capabilities").putArray("optOutNotificationMethods");
        AppServerNotifications.SUPPRESSED.stream().sorted().forEach(suppressed::add);
        return request(Kind.INITIALIZE, "initialize", params);
    }

    static String initialized() {
        return Json.object().put("method", "initialized").toString();
    }

    /** Starts a thread, or resumes an earlier one. */
    String openThread(LaunchRequest request) {
        ObjectNode params = Json.object()
                .put("cwd", request.directory().toString())
                .put("approvalPolicy", request.context().judged() ? "untrusted" : "never")
                .put("sandbox", sandbox(request.context().permissions()));
        request.model().ifPresent(model -> params.put("model", model));
        request.context().instructions().ifPresent(text -> params.put("developerInstructions", text));
        ObjectNode config = Json.object();
        CodexMcpServers.config(request.context()).ifPresent(servers -> config.set("mcp_servers", servers));
        if (request.context().judged()) {
            // The provider's servers run this search, so Codex can't ask before it.
            config.put("web_search", "disabled");
        }
        if (!config.isEmpty()) {
            params.set("config", config);
        }
        return request.conversation()
                .resumed()
                .map(id -> params.put("threadId", id).put("excludeTurns", true))
                .map(resume -> request(Kind.OPEN_THREAD, "thread/resume", resume))
                .orElseGet(() -> request(Kind.OPEN_THREAD, "thread/start", params));
    }

    /**
     * Adds the instructions to a resumed thread. Its history keeps the instructions with which it was started, and Codex ignores those of the
     * request that resumes it.
     *
     * @param instructions empty if the earlier ones do not apply any more
     */
    String addInstructions(String thread, Optional<String> instructions) {
        ObjectNode params = Json.object().put("threadId", thread);
        ObjectNode message =
                params.putArray("items").addObject().put("type", "message").put("role", "developer");
        message.putArray("content")
                .addObject()
                .put("type", "input_text")
                .put(
                        "text",
                        instructions
                                .map(text -> "These instructions replace all earlier ones for your role:\n\n" + text)
                                .orElse("The earlier instructions for your role do not apply any more."));
        return request(Kind.ADD_INSTRUCTIONS, "thread/inject_items", params);
    }

    /** Starts a turn with a message. If a turn is running, the message joins it. */
    String startTurn(String thread, String text) {
        ObjectNode params = Json.object().put("threadId", thread);
        params.putArray("input").addObject().put("type", "text").put("text", text);
        return request(Kind.START_TURN, "turn/start", params);
    }

    String interrupt(String thread, String turn) {
        return request(
                Kind.INTERRUPT,
                "turn/interrupt",
                Json.object().put("threadId", thread).put("turnId", turn));
    }

    /** Tells the model something during its turn, after the result of the call that is being decided. */
    String addReason(String thread, String text) {
        ObjectNode params = Json.object().put("threadId", thread);
        ObjectNode message =
                params.putArray("items").addObject().put("type", "message").put("role", "developer");
        message.putArray("content").addObject().put("type", "input_text").put("text", text);
        return request(Kind.ADD_INSTRUCTIONS, "thread/inject_items", params);
    }

    /** Codex's name for what commands may do. With {@code ask} people decide before a command runs, and no sandbox is added to that. */
    static String sandbox(Permissions permissions) {
        return switch (permissions) {
            case FULL, ASK -> "danger-full-access";
            case EDIT -> "workspace-write";
            case READ_ONLY -> "read-only";
        };
    }

    private String request(Kind kind, String method, ObjectNode params) {
        last++;
        open.put(last, kind);
        ObjectNode request = Json.object().put("id", last).put("method", method);
        return request.set("params", params).toString();
    }
}
