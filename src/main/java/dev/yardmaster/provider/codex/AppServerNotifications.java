package dev.yardmaster.provider.codex;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.yardmaster.json.Json;
import dev.yardmaster.provider.AgentEvent;
import dev.yardmaster.provider.AgentEvent.Content;
import dev.yardmaster.provider.AgentEvent.Failure;
import dev.yardmaster.provider.AgentEvent.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Translates the notifications of the app-server. These include the threads of sub-agents: their messages and tool calls are reported, but
 * their turns are not turns of the session. Not thread-safe.
 */
final class AppServerNotifications {
    /**
     * Notifications without information of their own; the app-server is asked not to send them. The output of a running command is not
     * among them, because it shows that the command is alive.
     */
    static final Set<String> SUPPRESSED = Set.of(
            "account/updated",
            "app/list/updated",
            "item/fileChange/outputDelta",
            "item/fileChange/patchUpdated",
            "item/mcpToolCall/progress",
            "item/plan/delta",
            "item/reasoning/summaryPartAdded",
            "remoteControl/status/changed",
            "serverRequest/resolved",
            "skills/changed",
            "thread/goal/cleared",
            "thread/name/updated",
            "thread/settings/updated",
            "thread/started",
            "turn/diff/updated");

    /** How long the end of a turn may follow after its thread is at rest. */
    private static final Duration REST_GRACE = Duration.ofSeconds(3);

    private static final Failure SYSTEM_ERROR = new Failure(
            "system_error",
            "Codex reported a system error, and no reason for it. Run the task again.",
            OptionalInt.empty());

    private final TurnTracker turns;
    private final OpenMessages openMessages = new OpenMessages();
    private final ItemEvents items = new ItemEvents(openMessages);
    private final TokenUsageTracker tokenUsage = new TokenUsageTracker();
    private final RateLimits limits = new RateLimits();
    private final RetryWait retryWait;
    private final List<JsonNode> warnings = new ArrayList<>();
    private String sessionThread = "";
    private Optional<String> model = Optional.empty();
    private Optional<String> reportedFailure = Optional.empty();
    private boolean waitAbandoned;

    /** @param longestWait how long Codex may be silent before a retry */
    AppServerNotifications(TurnTracker turns, Duration longestWait) {
        this.turns = turns;
        this.retryWait = new RetryWait(longestWait);
    }

    /** Sets which thread is the session's, and the model that it runs. */
    void setSessionThread(String sessionThread, Optional<String> model) {
        this.sessionThread = sessionThread;
        this.model = model;
    }

    /** The warnings about Codex's configuration so far. */
    List<JsonNode> warnings() {
        return warnings;
    }

    /** Translates all notifications except the start and the end of a turn. */
    List<AgentEvent> events(ObjectNode line) {
        JsonNode params = line.path("params");
        if (isOurs(params)) {
            retryWait.end();
        }
        return switch (line.path("method").asText()) {
            case "item/agentMessage/delta" -> List.of(delta(params, Content.TEXT));
            case "item/reasoning/summaryTextDelta", "item/reasoning/textDelta" ->
                List.of(delta(params, Content.REASONING));
            case "item/started" -> items.started(params.path("item"));
            case "item/completed" -> items.completed(params.path("item"));
            case "thread/tokenUsage/updated" -> {
                tokenUsage.update(params, turns.isRunning(params.path("turnId").asText()) || !isOurs(params));
                yield List.of();
            }
            case "account/rateLimits/updated" -> limits.update(params.path("rateLimits"));
            case "error" -> isOurs(params) ? error(params) : raw(line);
            case "mcpServer/startupStatus/updated" ->
                params.path("status").asText().equals("failed") ? raw(line) : List.of();
            case "item/commandExecution/outputDelta" -> List.of();
            case "configWarning" -> {
                warnings.add(params.path("summary"));
                yield List.of();
            }
            case String method -> SUPPRESSED.contains(method) ? List.of() : raw(line);
        };
    }

    boolean isOurs(JsonNode params) {
        return params.path("threadId").asText().equals(sessionThread);
    }

    /**
     * If Codex has been waiting to retry for too long, the turn has failed, and the caller must interrupt it.
     *
     * @param silence how long Codex has sent nothing
     */
    List<AgentEvent> abandonWaitAfter(Duration silence) {
        List<AgentEvent> events =
                retryWait.giveUpAfter(silence).map(this::failure).orElse(List.of());
        waitAbandoned |= !events.isEmpty();
        return events;
    }

    /**
     * Ends the running turn if Codex has reported that its thread is at rest, but not that the turn is over. Codex reports both within
     * milliseconds (0.169.0).
     *
     * @param silence how long Codex has sent nothing
     */
    List<AgentEvent> endTurnAtRestAfter(Duration silence) {
        return silence.compareTo(REST_GRACE) < 0
                ? List.of()
                : turns.turnAtRest().map(this::turnAtRest).orElse(List.of());
    }

    private List<AgentEvent> turnAtRest(String turn) {
        if (reportedFailure.isPresent()) {
            return endTurn(turn, Outcome.FAILED, Optional.empty());
        }
        return turns.hasSystemError()
                ? endTurn(turn, Outcome.FAILED, Optional.of(SYSTEM_ERROR))
                : endTurn(turn, Outcome.COMPLETED, Optional.empty());
    }

    /** The events for the end of a turn; none if it was reported before. */
    List<AgentEvent> turnCompleted(JsonNode turn) {
        String id = turn.path("id").asText();
        Outcome outcome =
                switch (turn.path("status").asText()) {
                    case "completed" -> Outcome.COMPLETED;
                    case "interrupted" -> waitAbandoned ? Outcome.FAILED : Outcome.INTERRUPTED;
                    default -> Outcome.FAILED;
                };
        Optional<Failure> failure = outcome == Outcome.FAILED && !waitAbandoned
                ? Optional.of(CodexFailures.of(turn.path("error")))
                : Optional.empty();
        return turns.hasEnded(id) ? List.of() : endTurn(id, outcome, failure);
    }

    private List<AgentEvent> endTurn(String turn, Outcome outcome, Optional<Failure> failure) {
        retryWait.end();
        List<AgentEvent> events = new ArrayList<>(
                outcome == Outcome.INTERRUPTED ? openMessages.takeAsMessages() : openMessages.discardAll("abandoned"));
        events.addAll(failure.map(this::failure).orElse(List.of()));
        events.add(tokenUsage.takeTurnUsage());
        events.addAll(turns.completed(turn, outcome, items.takeLastText()));
        reportedFailure = Optional.empty();
        waitAbandoned = false;
        return events;
    }

    /** Usage that no {@code Usage} event has reported yet. */
    List<AgentEvent> takeUnreportedUsage() {
        return tokenUsage.hasUnreported() ? List.of(tokenUsage.takeTurnUsage()) : List.of();
    }

    private AgentEvent delta(JsonNode params, Content content) {
        return openMessages.delta(
                params.path("itemId").asText(), content, params.path("delta").asText());
    }

    private List<AgentEvent> error(JsonNode params) {
        JsonNode error = params.path("error");
        return params.path("willRetry").asBoolean() ? retries(error) : failure(CodexFailures.of(error));
    }

    private List<AgentEvent> retries(JsonNode error) {
        String message = error.path("message").asText();
        String reason = Json.text(error.path("additionalDetails"))
                .or(() -> RetryMessages.reason(message))
                .orElse(message);
        OptionalInt status = CodexFailures.of(error).status();
        retryWait.begin(message, reason, status);
        return RetryMessages.of(message, reason, status, openMessages.takeAll());
    }

    /** Reports a failure once, although the end of the turn repeats it. */
    private List<AgentEvent> failure(Failure failure) {
        if (reportedFailure.filter(failure.message()::equals).isPresent()) {
            return List.of();
        }
        reportedFailure = Optional.of(failure.message());
        return CodexFailures.isLimit(failure)
                ? List.of(limits.limitForRefusal(failure.message(), model), failure)
                : List.of(failure);
    }

    private static List<AgentEvent> raw(JsonNode line) {
        return List.of(new AgentEvent.ProviderRaw(Json.slice(line)));
    }
}
