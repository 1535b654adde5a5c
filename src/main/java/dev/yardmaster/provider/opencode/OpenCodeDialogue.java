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
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/**
 * One session on OpenCode's server: the events of its bus and the answers to our {@link RequestLines} come in as lines. Not thread-safe.
 *
 * <pre>
 *   create --answered--> (mcp --answered-->) known --prompt--> turn --idle--> known
 * </pre>
 */
final class OpenCodeDialogue implements Dialogue {
    private final LaunchRequest request;
    private final RequestLines requests;
    private final BusEvents events;
    private final PendingMessages turns;

    OpenCodeDialogue(LaunchRequest request, InstantSource clock) {
        this.request = request;
        this.requests = new RequestLines(request);
        this.turns = new PendingMessages(requests);
        this.events = new BusEvents(request.context().permissions(), turns, clock);
    }

    @Override
    public Step start() {
        List<String> replies = new ArrayList<>(List.of(requests.create()));
        if (!request.context().mcpServers().isEmpty()) {
            replies.add(RequestLines.mcp());
        }
        Step said = request.conversation().prompt().map(this::onUserMessage).orElse(Step.nothing());
        replies.addAll(said.replies());
        return new Step(said.events(), replies);
    }

    @Override
    public Step onUserMessage(String text) {
        return new Step(List.of(new AgentEvent.UserMessage(text)), turns.say(text));
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
    public Step onExit(ProcessExit exit) {
        return Step.nothing();
    }

    private Step onObject(JsonNode line) {
        return switch (line.path("type").asText()) {
            case RequestLines.ANSWER -> onAnswer(line);
            case RequestLines.LOST ->
                Step.of(Errors.failed(
                        line.path("kind").asText(), line.path("message").asText()));
            default -> events.step(line);
        };
    }

    private Step onAnswer(JsonNode line) {
        boolean ok = line.path("status").asInt() / 100 == 2;
        JsonNode body = line.path("body");
        return switch (line.path("request").asText()) {
            case RequestLines.CREATE -> ok ? created(body) : notCreated(line);
            case RequestLines.MCP -> servers(body);
            case RequestLines.PROMPT -> ok ? Step.nothing() : turns.failed(refusal(line));
            default -> Step.nothing();
        };
    }

    private Step created(JsonNode session) {
        String id = session.path("id").asText();
        boolean ready = request.context().mcpServers().isEmpty();
        List<String> replies = turns.known(id, ready);
        return new Step(
                List.of(new AgentEvent.SessionStarted(id, request.model(), Json.slice(details(session)))), replies);
    }

    private JsonNode details(JsonNode session) {
        return Json.object()
                .put("cwd", session.path("directory").asText())
                .put("opencode_version", session.path("version").asText());
    }

    private Step notCreated(JsonNode line) {
        boolean missing = line.path("status").asInt() == 404
                && request.conversation().resumed().isPresent();
        return turns.failed(missing ? Errors.sessionNotFound() : refusal(line));
    }

    private static AgentEvent.Failure refusal(JsonNode line) {
        return Errors.ofAnswer(
                line.path("request").asText(),
                new OpenCodeApi.Answer(line.path("status").asInt(), line.path("body")));
    }

    /** Without the tools that it was given an agent would do the wrong thing. */
    private Step servers(JsonNode statuses) {
        AgentEvent.Failure[] broken = request.context().mcpServers().stream()
                .filter(server ->
                        !statuses.path(server.name()).path("status").asText().equals("connected"))
                .map(server -> McpFailures.fatal(server, cause(statuses.path(server.name()))))
                .toArray(AgentEvent.Failure[]::new);
        return broken.length == 0 ? turns.ready() : turns.failed(broken);
    }

    /** It says why a server failed, and of the others only what they want, such as {@code needs_auth}. */
    private static String cause(JsonNode status) {
        String word = status.path("status").asText().replace('_', ' ');
        return Errors.plain(status.path("error").asText(word));
    }
}
