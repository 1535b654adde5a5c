package dev.yardmaster.provider.fourth;

import dev.yardmaster.json.JsonSlice;
import dev.yardmaster.process.Line;
import dev.yardmaster.process.ProcessExit;
import dev.yardmaster.provider.AgentEvent;
import dev.yardmaster.provider.AgentEvent.Outcome;
import dev.yardmaster.provider.Dialogue;
import dev.yardmaster.provider.LaunchRequest;
import java.util.List;
import java.util.OptionalDouble;

/** The protocol of the CLI: lines {@code hello ID}, {@code message TEXT} and {@code done TEXT}. Not thread-safe. */
final class FourthDialogue implements Dialogue {
    private final LaunchRequest request;
    private int messages;

    FourthDialogue(LaunchRequest request) {
        this.request = request;
    }

    @Override
    public Step start() {
        return request.conversation().prompt().map(this::onUserMessage).orElse(Step.nothing());
    }

    @Override
    public Step onUserMessage(String text) {
        return new Step(List.of(new AgentEvent.UserMessage(text)), List.of(text.replace('\n', ' ')));
    }

    @Override
    public Step onInterrupt() {
        return Step.nothing();
    }

    @Override
    public Step onLine(Line line) {
        String[] words = line.text().strip().split(" ", 2);
        String text = words.length > 1 ? words[1] : "";
        return switch (words[0]) {
            case "" -> Step.nothing();
            case "hello" -> Step.of(new AgentEvent.SessionStarted(text, request.model(), JsonSlice.raw("{}")));
            case "message" -> Step.of(new AgentEvent.Message("m" + ++messages, JsonSlice.ofString(text)));
            case "done" ->
                Step.of(
                        new AgentEvent.Usage(1, 1, 0, 0, OptionalDouble.empty()),
                        new AgentEvent.TurnEnded(Outcome.COMPLETED, JsonSlice.ofString(text)));
            default -> Step.of(new AgentEvent.ProviderRaw(JsonSlice.ofString(line.text())));
        };
    }

    @Override
    public Step onExit(ProcessExit exit) {
        return Step.nothing();
    }
}
