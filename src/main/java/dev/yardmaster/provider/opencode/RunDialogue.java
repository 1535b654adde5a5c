package dev.yardmaster.provider.opencode;

import com.fasterxml.jackson.databind.JsonNode;
import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.YardmasterException;
import dev.yardmaster.process.Line;
import dev.yardmaster.process.ProcessExit;
import dev.yardmaster.provider.AgentEvent;
import dev.yardmaster.provider.AgentEvent.Outcome;
import dev.yardmaster.provider.Dialogue;
import dev.yardmaster.provider.JsonSlice;
import dev.yardmaster.provider.LaunchRequest;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code opencode run --format json}: each finished part is a line, and the exit is the end of the turn. Until the model's first answer is
 * complete nothing is said, not even while a limit is waited for. Not thread-safe.
 */
final class RunDialogue implements Dialogue {
    private final LaunchRequest request;
    private final InstantSource clock;
    private final Parts parts = new Parts();
    private boolean started;
    private boolean failed;

    RunDialogue(LaunchRequest request, InstantSource clock) {
        this.request = request;
        this.clock = clock;
    }

    /** The prompt, as all that is on the standard input. */
    @Override
    public Step start() {
        String prompt = request.conversation().prompt().orElse("");
        return new Step(
                List.of(new AgentEvent.UserMessage(prompt)), prompt.lines().toList());
    }

    @Override
    public Step onUserMessage(String text) {
        throw new YardmasterException(
                ErrorCode.CONFLICT, "A one-shot session takes no second message; start a bidirectional one");
    }

    /** Nothing to say: the session can only end the child. */
    @Override
    public Step onInterrupt() {
        return Step.nothing();
    }

    @Override
    public Step onLine(Line line) {
        if (line.cut()) {
            return Step.of(Errors.tooLong(line));
        }
        return Json.object(line).map(this::said).orElseGet(() -> unknown(Errors.plain(line.text())));
    }

    /** A child that was killed has ended no turn. */
    @Override
    public Step onExit(ProcessExit exit) {
        List<AgentEvent> events = new ArrayList<>();
        if (exit.code() != 0 && exit.signal().isEmpty() && !failed) {
            events.add(Errors.ofStderr(exit.stderr()));
        }
        if (exit.signal().isEmpty()) {
            events.addAll(parts.end(exit.code() == 0 && !failed ? Outcome.COMPLETED : Outcome.FAILED));
        }
        return new Step(events, List.of());
    }

    private static Step unknown(String text) {
        return text.isEmpty() ? Step.nothing() : Step.of(new AgentEvent.ProviderRaw(JsonSlice.ofString(text)));
    }

    private Step said(JsonNode line) {
        List<AgentEvent> events = new ArrayList<>();
        if (!started && line.has("sessionID")) {
            started = true;
            events.add(new AgentEvent.SessionStarted(
                    line.path("sessionID").asText(), request.model(), JsonSlice.raw("{}")));
        }
        events.addAll(
                switch (line.path("type").asText()) {
                    case "step_start" -> List.<AgentEvent>of();
                    case "text", "reasoning", "tool_use", "step_finish" -> parts.updated(line.path("part"));
                    case "error" -> error(line.path("error"));
                    default -> List.<AgentEvent>of(new AgentEvent.ProviderRaw(Json.slice(line)));
                });
        return new Step(events, List.of());
    }

    private List<AgentEvent> error(JsonNode error) {
        failed = true;
        return Errors.events(error, clock);
    }
}
