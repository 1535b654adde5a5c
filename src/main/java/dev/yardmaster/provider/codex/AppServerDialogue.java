package dev.yardmaster.provider.codex;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.yardmaster.json.Json;
import dev.yardmaster.process.Line;
import dev.yardmaster.process.ProcessExit;
import dev.yardmaster.provider.AgentEvent;
import dev.yardmaster.provider.AgentEvent.Failure;
import dev.yardmaster.provider.Dialogue;
import dev.yardmaster.provider.JsonLines;
import dev.yardmaster.provider.LaunchRequest;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;

/**
 * One thread of {@code codex app-server}. The process is the session's own, so it is asked for its thread at once and ends with its
 * standard input. Not thread-safe.
 */
final class AppServerDialogue implements Dialogue {
    private static final Set<String> DETAILS = Set.of(
            "approvalPolicy",
            "cwd",
            "instructionSources",
            "model",
            "modelProvider",
            "reasoningEffort",
            "sandbox",
            "serviceTier");

    private final LaunchRequest request;
    private final Requests requests = new Requests();
    private final TurnTracker turns = new TurnTracker();
    private final AppServerNotifications notifications = new AppServerNotifications(turns);
    /** Messages that wait for the thread. */
    private final Queue<String> waiting = new ArrayDeque<>();

    private Optional<String> thread = Optional.empty();
    private boolean opening;

    AppServerDialogue(LaunchRequest request) {
        this.request = request;
    }

    @Override
    public Step start() {
        List<String> replies = new ArrayList<>(List.of(requests.initialize(), Requests.initialized()));
        List<AgentEvent> events = new ArrayList<>();
        request.conversation().prompt().ifPresent(prompt -> events.add(take(prompt)));
        replies.addAll(send());
        return new Step(events, replies);
    }

    @Override
    public Step onUserMessage(String text) {
        AgentEvent message = take(text);
        return new Step(List.of(message), send());
    }

    @Override
    public Step onInterrupt() {
        return turns.interrupt().map(this::interrupt).orElse(Step.nothing());
    }

    @Override
    public Step onLine(Line line) {
        return JsonLines.read(line, CodexProvider.NAME, this::meaning);
    }

    @Override
    public Step onExit(ProcessExit exit) {
        List<AgentEvent> events = new ArrayList<>();
        // Its input closed, it may not have come to tell of it.
        turns.interrupted()
                .map(turn -> Json.object().put("id", turn).put("status", "interrupted"))
                .ifPresent(turn -> events.addAll(notifications.turnCompleted(turn)));
        events.addAll(notifications.close());
        if (thread.isEmpty() || turns.isOpen()) {
            events.addAll(StderrDiagnosis.failures(exit, request.context().mcpServers()));
        }
        return new Step(events, List.of());
    }

    private AgentEvent take(String text) {
        waiting.add(text);
        turns.send();
        return new AgentEvent.UserMessage(text);
    }

    /** Sends the messages that wait, or opens the thread that they wait for. */
    private List<String> send() {
        if (thread.isEmpty()) {
            boolean ask = !opening;
            opening = true;
            return ask ? List.of(requests.openThread(request)) : List.of();
        }
        List<String> replies = new ArrayList<>();
        while (!waiting.isEmpty()) {
            replies.add(requests.startTurn(thread.get(), waiting.remove()));
        }
        return replies;
    }

    private Step interrupt(String turn) {
        return Step.reply(requests.interrupt(thread.orElseThrow(), turn));
    }

    private Step meaning(ObjectNode line) {
        if (line.has("method")) {
            return line.has("id") ? ApprovalRejector.refuse(line) : told(line);
        }
        return requests.answered(line.path("id").asInt())
                .map(kind -> answered(kind, line))
                .orElseGet(() -> Step.of(new AgentEvent.ProviderRaw(Json.slice(line))));
    }

    private Step silence() {
        List<AgentEvent> events = notifications.silence();
        return events.isEmpty()
                ? Step.nothing()
                : new Step(events, onInterrupt().replies());
    }

    private Step told(ObjectNode line) {
        JsonNode turn = line.path("params").path("turn");
        boolean ours = notifications.isOurs(line.path("params"));
        return switch (line.path("method").asText()) {
            case "turn/started" -> ours ? started(turn.path("id").asText()) : Step.nothing();
            case "turn/completed" -> ours ? step(notifications.turnCompleted(turn)) : Step.nothing();
            case SilenceWatch.METHOD -> silence();
            default -> step(notifications.events(line));
        };
    }

    private Step started(String turn) {
        return turns.started(turn) ? interrupt(turn) : Step.nothing();
    }

    private Step answered(Requests.Kind kind, JsonNode answer) {
        JsonNode error = answer.path("error");
        return switch (kind) {
            case OPEN_THREAD -> error.isMissingNode() ? opened(answer.path("result")) : notOpened(error);
            case START_TURN -> {
                String turn = answer.path("result").path("turn").path("id").asText();
                yield error.isMissingNode()
                        ? step(turns.accepted(turn))
                        : step(List.of(failure(error), turns.refused()));
            }
            case INITIALIZE -> error.isMissingNode() ? Step.nothing() : step(List.of(failure(error)));
            // Refused only when the turn is over already.
            case INTERRUPT -> Step.nothing();
        };
    }

    private Step opened(JsonNode result) {
        String id = result.path("thread").path("id").asText();
        thread = Optional.of(id);
        notifications.belongTo(id);
        ObjectNode details = ((ObjectNode) result.deepCopy()).retain(DETAILS);
        details.putArray("warnings").addAll(notifications.warnings());
        var started = new AgentEvent.SessionStarted(id, Json.text(result.path("model")), Json.slice(details));
        return new Step(List.of(started), send());
    }

    /** The messages that wait for it have failed with it; the next one tries again. */
    private Step notOpened(JsonNode error) {
        opening = false;
        List<AgentEvent> events = new ArrayList<>(McpStartupErrors.failures(
                error.path("message").asText(), request.context().mcpServers()));
        waiting.forEach(_ -> events.add(turns.refused()));
        waiting.clear();
        return step(events);
    }

    private static Failure failure(JsonNode error) {
        return Failures.ofText(error.path("message").asText());
    }

    private static Step step(List<AgentEvent> events) {
        return events.isEmpty() ? Step.nothing() : new Step(events, List.of());
    }
}
