package dev.yardmaster.provider.opencode;

import com.fasterxml.jackson.databind.JsonNode;
import dev.yardmaster.json.Json;
import dev.yardmaster.process.Line;
import dev.yardmaster.process.ProcessExit;
import dev.yardmaster.provider.AgentEvent;
import dev.yardmaster.provider.Dialogue;
import dev.yardmaster.provider.JsonLines;
import dev.yardmaster.provider.LaunchRequest;
import dev.yardmaster.provider.McpFailures;
import dev.yardmaster.provider.ToolDecision;
import dev.yardmaster.provider.opencode.server.OpenCodeApi;
import dev.yardmaster.provider.opencode.server.OpenCodeErrors;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/**
 * The protocol of one session on OpenCode's server. The events of the bus and the responses to our {@link RequestLines} arrive as lines.
 * Not thread-safe.
 *
 * <pre>
 *   create --response--> (mcp --response-->) ready --prompt--> turn --idle--> ready
 * </pre>
 */
final class OpenCodeDialogue implements Dialogue {
    private final LaunchRequest request;
    private final RequestLines requests;
    private final PermissionRequests permissions;
    private final BusEvents events;
    private final TurnQueue turns;

    OpenCodeDialogue(LaunchRequest request, InstantSource clock) {
        this.request = request;
        this.requests = new RequestLines(request);
        this.turns = new TurnQueue(requests);
        this.permissions = new PermissionRequests(request.context());
        this.events = new BusEvents(permissions, turns, clock);
    }

    @Override
    public Step start() {
        List<String> replies = new ArrayList<>(List.of(requests.create()));
        if (!request.context().mcpServers().isEmpty()) {
            replies.add(RequestLines.mcp());
        }
        Step first = request.conversation().prompt().map(this::onUserMessage).orElse(Step.nothing());
        replies.addAll(first.replies());
        return new Step(first.events(), replies);
    }

    @Override
    public Step onUserMessage(String text) {
        return new Step(List.of(new AgentEvent.UserMessage(text)), turns.enqueue(text));
    }

    @Override
    public Step onInterrupt() {
        return turns.interrupt();
    }

    @Override
    public Step onLine(Line line) {
        return JsonLines.read(line, OpenCodeProvider.NAME, this::onObject);
    }

    @Override
    public Step onDecision(String request, ToolDecision decision) {
        return permissions.onDecision(request, decision);
    }

    @Override
    public Step onExit(ProcessExit exit) {
        return Step.nothing();
    }

    private Step onObject(JsonNode line) {
        return switch (line.path("type").asText()) {
            case RequestLines.RESPONSE -> onResponse(line);
            case RequestLines.MISSED -> {
                turns.parts().onMissedDeltas();
                yield Step.nothing();
            }
            case RequestLines.LOST ->
                Step.of(OpenCodeErrors.fatal(
                        line.path("kind").asText(), line.path("message").asText()));
            default -> events.step(line);
        };
    }

    private Step onResponse(JsonNode line) {
        boolean ok = line.path("status").asInt() / 100 == 2;
        JsonNode body = line.path("body");
        return switch (line.path("request").asText()) {
            case RequestLines.CREATE -> ok ? onCreated(body) : onCreateFailed(line);
            case RequestLines.MCP -> onMcpStatus(body);
            case RequestLines.PROMPT -> ok ? Step.nothing() : turns.failMessage(rejection(line));
            default -> Step.nothing();
        };
    }

    private Step onCreated(JsonNode session) {
        String id = session.path("id").asText();
        boolean ready = request.context().mcpServers().isEmpty();
        List<String> replies = turns.onSessionCreated(id, ready);
        return new Step(
                List.of(new AgentEvent.SessionStarted(id, request.model(), Json.slice(details(session)))), replies);
    }

    private JsonNode details(JsonNode session) {
        return Json.object()
                .put("cwd", session.path("directory").asText())
                .put("opencode_version", session.path("version").asText());
    }

    private Step onCreateFailed(JsonNode line) {
        boolean missing = line.path("status").asInt() == 404
                && request.conversation().resumed().isPresent();
        return turns.failMessage(missing ? OpenCodeErrors.sessionNotFound() : rejection(line));
    }

    private static AgentEvent.Failure rejection(JsonNode line) {
        return OpenCodeErrors.ofResponse(
                line.path("request").asText(),
                new OpenCodeApi.Response(line.path("status").asInt(), line.path("body")));
    }

    /** Fails if a server is not connected: an agent without the tools that it was given would do the wrong thing. */
    private Step onMcpStatus(JsonNode statuses) {
        AgentEvent.Failure[] broken = request.context().mcpServers().stream()
                .filter(server ->
                        !statuses.path(server.name()).path("status").asText().equals("connected"))
                .map(server -> McpFailures.fatal(server, cause(statuses.path(server.name()))))
                .toArray(AgentEvent.Failure[]::new);
        return broken.length == 0 ? turns.onToolsReady() : turns.failMessage(broken);
    }

    /** OpenCode gives a cause only for a failed server; for the others it reports a status such as {@code needs_auth}. */
    private static String cause(JsonNode status) {
        String word = status.path("status").asText().replace('_', ' ');
        return OpenCodeErrors.cleaned(status.path("error").asText(word));
    }
}
