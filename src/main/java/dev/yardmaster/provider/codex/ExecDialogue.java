package dev.yardmaster.provider.codex;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.yardmaster.json.Json;
import dev.yardmaster.json.JsonSlice;
import dev.yardmaster.process.Line;
import dev.yardmaster.process.ProcessExit;
import dev.yardmaster.provider.AgentEvent;
import dev.yardmaster.provider.AgentEvent.Failure;
import dev.yardmaster.provider.AgentEvent.Outcome;
import dev.yardmaster.provider.JsonLines;
import dev.yardmaster.provider.LaunchRequest;
import dev.yardmaster.provider.OneShotDialogue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The output of {@code codex exec --json}: one prompt on standard input, and one turn. Messages arrive as a whole only, and errors as text
 * only. Not thread-safe.
 */
final class ExecDialogue implements OneShotDialogue {
    private final LaunchRequest request;
    private final ItemEvents items = new ItemEvents(new OpenMessages());
    private final RetryWait retryWait;
    private Optional<String> reportedFailure = Optional.empty();
    private boolean ended;

    /** @param longestWait how long Codex may be silent before a retry */
    ExecDialogue(LaunchRequest request, Duration longestWait) {
        this.request = request;
        this.retryWait = new RetryWait(longestWait);
    }

    @Override
    public LaunchRequest request() {
        return request;
    }

    @Override
    public Step onLine(Line line) {
        return JsonLines.read(line, CodexProvider.NAME, object -> new Step(events(object), List.of()));
    }

    /** Codex can't be interrupted in this mode; the session stops it when the turn is over. */
    @Override
    public Step onSilence(Duration silence) {
        return retryWait
                .giveUpAfter(silence)
                .map(failure -> new Step(end(Outcome.FAILED, failure(failure)), List.of()))
                .orElse(Step.nothing());
    }

    @Override
    public Step onExit(ProcessExit exit) {
        return ended || reportedFailure.isPresent()
                ? Step.nothing()
                : new Step(
                        List.copyOf(
                                StderrDiagnosis.failures(exit, request.context().mcpServers())),
                        List.of());
    }

    private List<AgentEvent> events(ObjectNode line) {
        if (ended) {
            return List.of(new AgentEvent.ProviderRaw(Json.slice(line)));
        }
        retryWait.end();
        return switch (line.path("type").asText()) {
            case "thread.started" ->
                List.of(new AgentEvent.SessionStarted(
                        line.path("thread_id").asText(), request.model(), JsonSlice.raw("{}")));
            case "turn.started", "item.updated" -> List.of();
            case "item.started" -> items.started(line.path("item"));
            case "item.completed" -> items.completed(line.path("item"));
            case "turn.completed" -> end(Outcome.COMPLETED, usage(line));
            case "turn.failed" ->
                end(
                        Outcome.FAILED,
                        failure(CodexFailures.ofText(
                                line.path("error").path("message").asText())));
            case "error" -> error(line.path("message").asText());
            default -> List.of(new AgentEvent.ProviderRaw(Json.slice(line)));
        };
    }

    /**
     * {@code codex exec} reports the usage of the whole thread. For a resumed thread the usage of the turn can't be computed, because the
     * earlier usage is unknown.
     */
    private List<AgentEvent> usage(JsonNode line) {
        return List.of(
                request.conversation().resumed().isEmpty()
                        ? TokenCounts.of(line.path("usage")).toUsage()
                        : new AgentEvent.ProviderRaw(Json.slice(line)));
    }

    private List<AgentEvent> end(Outcome outcome, List<AgentEvent> before) {
        ended = true;
        List<AgentEvent> events = new ArrayList<>(before);
        events.add(new AgentEvent.TurnEnded(outcome, items.takeLastText()));
        return events;
    }

    private List<AgentEvent> error(String message) {
        return RetryMessages.isRetry(message) ? retries(message) : failure(CodexFailures.ofText(message));
    }

    private List<AgentEvent> retries(String message) {
        String reason = RetryMessages.reason(message).orElse(message);
        OptionalInt status = CodexFailures.ofText(message).status();
        retryWait.begin(message, reason, status);
        return RetryMessages.of(message, reason, status, List.of());
    }

    /** Reports a failure once, although the end of the turn repeats it. */
    private List<AgentEvent> failure(Failure failure) {
        if (reportedFailure.filter(failure.message()::equals).isPresent()) {
            return List.of();
        }
        reportedFailure = Optional.of(failure.message());
        return CodexFailures.isLimit(failure) ? List.of(limitForRefusal(), failure) : List.of(failure);
    }

    /** The reset time is only in the error message, as a time of day. */
    private static AgentEvent limitForRefusal() {
        return new AgentEvent.Limit(true, Optional.empty(), Optional.empty(), JsonSlice.nullValue());
    }
}
