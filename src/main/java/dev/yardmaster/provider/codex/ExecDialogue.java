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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * {@code codex exec --json}: one prompt, on standard input, and one turn. It tells whole messages only, and errors as text only. Not
 * thread-safe.
 */
final class ExecDialogue implements OneShotDialogue {
    private final LaunchRequest request;
    private final Items items = new Items(new OpenMessages());
    private final RetryWait waiting = new RetryWait();
    private Optional<String> failed = Optional.empty();
    private boolean ended;

    ExecDialogue(LaunchRequest request) {
        this.request = request;
    }

    @Override
    public LaunchRequest request() {
        return request;
    }

    @Override
    public Step onLine(Line line) {
        return JsonLines.read(line, CodexProvider.NAME, object -> new Step(events(object), List.of()));
    }

    @Override
    public Step onExit(ProcessExit exit) {
        return ended || failed.isPresent()
                ? Step.nothing()
                : new Step(
                        List.copyOf(
                                StderrDiagnosis.failures(exit, request.context().mcpServers())),
                        List.of());
    }

    private List<AgentEvent> events(ObjectNode line) {
        if (SilenceWatch.isSilence(line)) {
            return silence();
        }
        if (ended) {
            return List.of(new AgentEvent.ProviderRaw(Json.slice(line)));
        }
        waiting.end();
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
                        failure(Failures.ofText(
                                line.path("error").path("message").asText())));
            case "error" -> error(line.path("message").asText());
            default -> List.of(new AgentEvent.ProviderRaw(Json.slice(line)));
        };
    }

    /** The usage is that of the whole thread: what a resumed one consumed before is not known, so its usage can't be told. */
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
        return Retries.isRetry(message) ? retries(message) : failure(Failures.ofText(message));
    }

    private List<AgentEvent> retries(String message) {
        String reason = Retries.reason(message).orElse(message);
        OptionalInt status = Failures.ofText(message).status();
        waiting.begin(message, reason, status);
        return Retries.of(message, reason, status, List.of());
    }

    /** Codex can't be told to give up; the session ends it once the turn is over. */
    private List<AgentEvent> silence() {
        return waiting.giveUp()
                .map(failure -> end(Outcome.FAILED, failure(failure)))
                .orElse(List.of());
    }

    /** Told once, though the end of the turn says it again. */
    private List<AgentEvent> failure(Failure failure) {
        if (failed.filter(failure.message()::equals).isPresent()) {
            return List.of();
        }
        failed = Optional.of(failure.message());
        return Failures.isLimit(failure) ? List.of(refused(), failure) : List.of(failure);
    }

    /** When it resets stands in the text alone, as a time of day. */
    private static AgentEvent refused() {
        return new AgentEvent.Limit(true, Optional.empty(), Optional.empty(), JsonSlice.nullValue());
    }
}
