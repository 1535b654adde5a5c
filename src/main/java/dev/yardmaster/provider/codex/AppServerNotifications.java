package dev.yardmaster.provider.codex;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.yardmaster.json.Json;
import dev.yardmaster.provider.AgentEvent;
import dev.yardmaster.provider.AgentEvent.Content;
import dev.yardmaster.provider.AgentEvent.Failure;
import dev.yardmaster.provider.AgentEvent.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * What the app-server tells by itself. Threads that sub-agents run in are told as well: what they say and do is told on, but their turns
 * are none of the session's. Not thread-safe.
 */
final class AppServerNotifications {
    /** What says nothing that others don't: the app-server is asked to be silent of it. */
    static final Set<String> UNWANTED = Set.of(
            "account/updated",
            "app/list/updated",
            "item/commandExecution/outputDelta",
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
            "thread/status/changed",
            "turn/diff/updated");

    private final TurnTracker turns;
    private final OpenMessages previews = new OpenMessages();
    private final Items items = new Items(previews);
    private final TokenUsageTracker spending = new TokenUsageTracker();
    private final RateLimits limits = new RateLimits();
    private final RetryWait waiting = new RetryWait();
    private final List<JsonNode> warnings = new ArrayList<>();
    private String thread = "";
    private Optional<String> failed = Optional.empty();
    private boolean givenUp;

    AppServerNotifications(TurnTracker turns) {
        this.turns = turns;
    }

    /** From now on it is known which thread is the session's. */
    void belongTo(String thread) {
        this.thread = thread;
    }

    /** What was wrong with the configuration so far. */
    List<JsonNode> warnings() {
        return warnings;
    }

    /** All but where turns start and end. */
    List<AgentEvent> events(ObjectNode line) {
        JsonNode params = line.path("params");
        if (isOurs(params)) {
            waiting.end();
        }
        return switch (line.path("method").asText()) {
            case "item/agentMessage/delta" -> List.of(piece(params, Content.TEXT));
            case "item/reasoning/summaryTextDelta", "item/reasoning/textDelta" ->
                List.of(piece(params, Content.REASONING));
            case "item/started" -> items.started(params.path("item"));
            case "item/completed" -> items.completed(params.path("item"));
            case "thread/tokenUsage/updated" -> {
                spending.update(params, turns.isRunning(params.path("turnId").asText()) || !isOurs(params));
                yield List.of();
            }
            case "account/rateLimits/updated" -> limits.update(params.path("rateLimits"));
            case "error" -> isOurs(params) ? error(params) : raw(line);
            case "mcpServer/startupStatus/updated" ->
                params.path("status").asText().equals("failed") ? raw(line) : List.of();
            case "configWarning" -> {
                warnings.add(params.path("summary"));
                yield List.of();
            }
            case String method -> UNWANTED.contains(method) ? List.of() : raw(line);
        };
    }

    boolean isOurs(JsonNode params) {
        return params.path("threadId").asText().equals(thread);
    }

    /** Codex has said nothing for long. If that is because it waits to try again, the turn is to be interrupted, and has failed. */
    List<AgentEvent> silence() {
        List<AgentEvent> events = waiting.giveUp().map(this::failure).orElse(List.of());
        givenUp |= !events.isEmpty();
        return events;
    }

    /** All that ends with a turn. */
    List<AgentEvent> turnCompleted(JsonNode turn) {
        waiting.end();
        Outcome outcome =
                switch (turn.path("status").asText()) {
                    case "completed" -> Outcome.COMPLETED;
                    case "interrupted" -> givenUp ? Outcome.FAILED : Outcome.INTERRUPTED;
                    default -> Outcome.FAILED;
                };
        List<AgentEvent> events =
                new ArrayList<>(outcome == Outcome.INTERRUPTED ? previews.deliver() : previews.discard("abandoned"));
        if (outcome == Outcome.FAILED && !givenUp) {
            events.addAll(failure(Failures.of(turn.path("error"))));
        }
        events.add(spending.take());
        events.addAll(turns.completed(turn.path("id").asText(), outcome, items.takeLastText()));
        failed = Optional.empty();
        givenUp = false;
        return events;
    }

    /** What was consumed and not told yet. */
    List<AgentEvent> close() {
        return spending.isOpen() ? List.of(spending.take()) : List.of();
    }

    private AgentEvent piece(JsonNode params, Content content) {
        return previews.piece(
                params.path("itemId").asText(), content, params.path("delta").asText());
    }

    private List<AgentEvent> error(JsonNode params) {
        JsonNode error = params.path("error");
        return params.path("willRetry").asBoolean() ? retries(error) : failure(Failures.of(error));
    }

    private List<AgentEvent> retries(JsonNode error) {
        String message = error.path("message").asText();
        String reason = Json.text(error.path("additionalDetails"))
                .or(() -> Retries.reason(message))
                .orElse(message);
        OptionalInt status = Failures.of(error).status();
        waiting.begin(message, reason, status);
        return Retries.of(message, reason, status, previews.abandon());
    }

    /** Told once, though the end of the turn says it again. */
    private List<AgentEvent> failure(Failure failure) {
        if (failed.filter(failure.message()::equals).isPresent()) {
            return List.of();
        }
        failed = Optional.of(failure.message());
        return Failures.isLimit(failure) ? List.of(limits.refused(), failure) : List.of(failure);
    }

    private static List<AgentEvent> raw(JsonNode line) {
        return List.of(new AgentEvent.ProviderRaw(Json.slice(line)));
    }
}
