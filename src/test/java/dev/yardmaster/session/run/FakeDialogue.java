package dev.yardmaster.session.run;

import dev.yardmaster.json.JsonSlice;
import dev.yardmaster.process.Line;
import dev.yardmaster.process.ProcessExit;
import dev.yardmaster.provider.AgentEvent;
import dev.yardmaster.provider.AgentEvent.Outcome;
import dev.yardmaster.provider.Dialogue;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/** A dialogue whose lines are single words: the names of the events that they lead to. */
public record FakeDialogue(Optional<String> prompt) implements Dialogue {
    /** A prompt on which the dialogue fails to start. */
    static final String UNSENDABLE = "unsendable";

    /** A prompt on which the dialogue ends the turn when the CLI has been silent for {@link #SILENCE}. */
    static final String ENDS_IN_SILENCE = "ends in silence";

    static final Duration SILENCE = Duration.ofMinutes(5);

    static final Instant RESET = Instant.parse("2026-07-01T12:00:00Z");

    public static final AgentEvent.Usage USAGE = new AgentEvent.Usage(1, 2, 3, 4, OptionalDouble.of(0.5));

    @Override
    public Step start() {
        if (prompt.equals(Optional.of(UNSENDABLE))) {
            throw new IllegalStateException("This prompt cannot be sent.");
        }
        return prompt.map(this::onUserMessage).orElseGet(Step::nothing);
    }

    @Override
    public Step onUserMessage(String text) {
        return new Step(List.of(new AgentEvent.UserMessage(text)), List.of("message " + text));
    }

    @Override
    public Step onInterrupt() {
        return Step.reply("interrupt");
    }

    @Override
    public Step onSilence(Duration silence) {
        return prompt.equals(Optional.of(ENDS_IN_SILENCE)) && silence.equals(SILENCE)
                ? new Step(List.of(USAGE, turnEnded()), List.of("noticed"))
                : Step.nothing();
    }

    @Override
    public Step onExit(ProcessExit exit) {
        return Step.nothing();
    }

    @Override
    public Step onLine(Line line) {
        return switch (line.text()) {
            case "started" ->
                Step.of(new AgentEvent.SessionStarted("conversation", Optional.empty(), JsonSlice.nullValue()));
            case "answer" -> Step.of(new AgentEvent.Message("m", JsonSlice.ofString("hello")));
            case "question" -> Step.reply("reply");
            case "retry" ->
                Step.of(new AgentEvent.Retry(
                        1, Duration.ZERO, OptionalInt.empty(), "connection refused", Optional.empty()));
            case "usage" -> Step.of(USAGE);
            case "broken" -> throw new IllegalStateException("The dialogue has a bug.");
            case "tool" -> Step.of(new AgentEvent.ToolCall("c", "Bash", JsonSlice.raw("{}")));
            case "tool result" -> Step.of(new AgentEvent.ToolResult("c", JsonSlice.ofString(""), false));
            case "task" -> Step.of(new AgentEvent.BackgroundTasks(1, JsonSlice.raw("[{}]")));
            case "no task" -> Step.of(new AgentEvent.BackgroundTasks(0, JsonSlice.raw("[]")));
            case "own turn" -> Step.of(new AgentEvent.TurnStarted());
            case "limit" ->
                Step.of(new AgentEvent.Limit(
                        true, Optional.of("five_hour"), Optional.of(RESET), JsonSlice.nullValue()));
            case "nothing" -> Step.nothing();
            case "foreign" -> Step.unrelated();
            case "failed" -> Step.of(new AgentEvent.TurnEnded(Outcome.FAILED, JsonSlice.nullValue()));
            case "empty" -> Step.of(new AgentEvent.TurnEnded(Outcome.COMPLETED, JsonSlice.nullValue()));
            case "done" -> new Step(List.of(USAGE, turnEnded()), List.of("reply"));
            default -> Step.of(new AgentEvent.ProviderRaw(JsonSlice.ofString(line.text())));
        };
    }

    private static AgentEvent turnEnded() {
        return new AgentEvent.TurnEnded(Outcome.COMPLETED, JsonSlice.ofString("the result"));
    }
}
