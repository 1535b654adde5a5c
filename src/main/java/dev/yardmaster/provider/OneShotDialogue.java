package dev.yardmaster.provider;

import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.YardmasterException;
import java.util.List;

/** The base of dialogues in {@link LaunchMode#ONE_SHOT}: the prompt is the whole standard input of the CLI. */
public interface OneShotDialogue extends Dialogue {
    /** Returns the session's request, which has a prompt. */
    LaunchRequest request();

    @Override
    default Step start() {
        String prompt = request().conversation().prompt().orElseThrow();
        return new Step(
                List.of(new AgentEvent.UserMessage(prompt)), prompt.lines().toList());
    }

    /** Throws {@code conflict}: the session takes no further message. */
    @Override
    default Step onUserMessage(String text) {
        throw noSecondMessage();
    }

    /** Does nothing: the standard input is closed, so a turn can be stopped only by ending the session. */
    @Override
    default Step onInterrupt() {
        return Step.nothing();
    }

    /** Returns the error for a message after the prompt. */
    static YardmasterException noSecondMessage() {
        return new YardmasterException(
                ErrorCode.CONFLICT, "A one-shot session accepts no second message. Start a bidirectional session.");
    }
}
