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
import dev.yardmaster.provider.LaunchRequest.Conversation;
import dev.yardmaster.provider.ToolDecision;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;

/**
 * The protocol of {@code codex app-server}, with one thread per session. The process belongs to the session, so the dialogue opens the
 * thread at once, and the process ends when its standard input ends. Not thread-safe.
 */
final class AppServerDialogue implements Dialogue {
    private static final Set<String> REPORTED_FIELDS = Set.of(
            "approvalPolicy",
            "cwd",
            "instructionSources",
            "model",
            "modelProvider",
            "reasoningEffort",
            "sandbox",
            "serviceTier");

    private final LaunchRequest request;
    private final AppServerRequests requests = new AppServerRequests();
    private final TurnTracker turns = new TurnTracker();
    private final AppServerNotifications notifications;
    private final CodexApprovals approvals;
    /** Messages that wait until the thread is open. */
    private final Queue<String> queued = new ArrayDeque<>();

    private Optional<String> threadId = Optional.empty();
    private boolean openRequested;

    /** @param longestWait how long Codex may be silent before a retry */
    AppServerDialogue(LaunchRequest request, Duration longestWait) {
        this.request = request;
        this.notifications = new AppServerNotifications(turns, longestWait);
        this.approvals = new CodexApprovals(request.context().judged(), request.directory(), requests);
    }

    @Override
    public Step start() {
        List<String> replies = new ArrayList<>(List.of(requests.initialize(), AppServerRequests.initialized()));
        List<AgentEvent> events = new ArrayList<>();
        request.conversation().prompt().ifPresent(prompt -> events.add(queue(prompt)));
        replies.addAll(sendQueued());
        return new Step(events, replies);
    }

    @Override
    public Step onUserMessage(String text) {
        AgentEvent message = queue(text);
        return new Step(List.of(message), sendQueued());
    }

    @Override
    public Step onInterrupt() {
        return turns.interrupt().map(this::interrupt).orElse(Step.nothing());
    }

    @Override
    public Step onLine(Line line) {
        return JsonLines.read(line, CodexProvider.NAME, this::onObject);
    }

    @Override
    public Step onSilence(Duration silence) {
        List<AgentEvent> failure = notifications.abandonWaitAfter(silence);
        return failure.isEmpty()
                ? step(notifications.endTurnAtRestAfter(silence))
                : new Step(failure, onInterrupt().replies());
    }

    @Override
    public Step onExit(ProcessExit exit) {
        List<AgentEvent> events = new ArrayList<>();
        // After its input was closed, Codex may exit without reporting the end of the turn.
        turns.interruptedTurn()
                .map(turn -> Json.object().put("id", turn).put("status", "interrupted"))
                .ifPresent(turn -> events.addAll(notifications.turnCompleted(turn)));
        events.addAll(notifications.takeUnreportedUsage());
        if (threadId.isEmpty() || turns.isOpen()) {
            events.addAll(StderrDiagnosis.failures(exit, request.context().mcpServers()));
        }
        return new Step(events, List.of());
    }

    private AgentEvent queue(String text) {
        queued.add(text);
        turns.messageSent();
        return new AgentEvent.UserMessage(text);
    }

    /** Sends the queued messages, or opens the thread first. */
    private List<String> sendQueued() {
        if (threadId.isEmpty()) {
            boolean mustOpen = !openRequested;
            openRequested = true;
            return mustOpen ? List.of(requests.openThread(request)) : List.of();
        }
        List<String> replies = new ArrayList<>();
        while (!queued.isEmpty()) {
            replies.add(requests.startTurn(threadId.get(), queued.remove()));
        }
        return replies;
    }

    private Step interrupt(String turn) {
        return Step.reply(requests.interrupt(threadId.orElseThrow(), turn));
    }

    private Step onObject(ObjectNode line) {
        if (line.has("method")) {
            return line.has("id") ? approvals.onRequest(line) : onNotification(line);
        }
        return requests.takeKind(line.path("id").asInt())
                .map(kind -> onResponse(kind, line))
                .orElseGet(() -> Step.of(new AgentEvent.ProviderRaw(Json.slice(line))));
    }

    @Override
    public Step onDecision(String request, ToolDecision decision) {
        return approvals.onDecision(request, decision);
    }

    private Step onNotification(ObjectNode line) {
        approvals.observe(line);
        JsonNode turn = line.path("params").path("turn");
        boolean ours = notifications.isOurs(line.path("params"));
        return switch (line.path("method").asText()) {
            case "turn/started" -> ours ? onTurnStarted(turn.path("id").asText()) : Step.nothing();
            case "thread/status/changed" -> {
                if (ours) {
                    turns.onStatus(line.at("/params/status/type").asText());
                }
                yield Step.nothing();
            }
            case "turn/completed" ->
                approvals
                        .onTurnEnd(line.path("params"))
                        .then(ours ? step(notifications.turnCompleted(turn)) : Step.nothing());
            default -> step(notifications.events(line));
        };
    }

    private Step onTurnStarted(String turn) {
        List<AgentEvent> events = turns.started(turn);
        return new Step(
                events,
                turns.takeInterrupt().map(this::interrupt).map(Step::replies).orElse(List.of()));
    }

    private Step onResponse(AppServerRequests.Kind kind, JsonNode response) {
        JsonNode error = response.path("error");
        return switch (kind) {
            case OPEN_THREAD ->
                error.isMissingNode() ? onThreadOpened(response.path("result")) : onThreadRefused(error);
            case START_TURN -> {
                String turn = response.path("result").path("turn").path("id").asText();
                yield error.isMissingNode()
                        ? step(turns.accepted(turn))
                        : step(List.of(failure(error), turns.rejected()));
            }
            case INITIALIZE -> error.isMissingNode() ? Step.nothing() : step(List.of(failure(error)));
            case ADD_INSTRUCTIONS ->
                error.isMissingNode() ? Step.nothing() : Step.of(new AgentEvent.ProviderRaw(Json.slice(response)));
            // Fails only if the turn is already over.
            case INTERRUPT -> Step.nothing();
        };
    }

    private Step onThreadOpened(JsonNode result) {
        String id = result.path("thread").path("id").asText();
        threadId = Optional.of(id);
        Optional<String> model = Json.text(result.path("model"));
        notifications.setSessionThread(id, model.or(request::model));
        ObjectNode details = ((ObjectNode) result.deepCopy()).retain(REPORTED_FIELDS);
        details.putArray("warnings").addAll(notifications.warnings());
        var started = new AgentEvent.SessionStarted(id, model, Json.slice(details));
        List<String> replies = new ArrayList<>();
        Conversation conversation = request.conversation();
        if (conversation.resumed().isPresent() && !conversation.instructed()) {
            replies.add(requests.addInstructions(id, request.context().instructions()));
        }
        replies.addAll(sendQueued());
        return new Step(List.of(started), replies);
    }

    /** The queued messages fail with the thread; the next message tries to open it again. */
    private Step onThreadRefused(JsonNode error) {
        openRequested = false;
        List<AgentEvent> events = new ArrayList<>(
                McpStartupErrors.failures(error, request.context().mcpServers()));
        queued.forEach(_ -> events.add(turns.rejected()));
        queued.clear();
        return step(events);
    }

    private static Failure failure(JsonNode error) {
        return CodexFailures.ofResponse(error);
    }

    private static Step step(List<AgentEvent> events) {
        return events.isEmpty() ? Step.nothing() : new Step(events, List.of());
    }
}
