package dev.yardmaster.provider;

import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.YardmasterException;
import java.util.List;

/** A dialogue in which the prompt is all that is said: it is the child's whole standard input. */
public interface OneShotDialogue extends Dialogue {
    /** What the session asked for; has a prompt. */
    LaunchRequest request();

    @Override
    default Step start() {
        String prompt = request().conversation().prompt().orElseThrow();
        return new Step(
                List.of(new AgentEvent.UserMessage(prompt)), prompt.lines().toList());
    }

    /** Throws {@code conflict}. */
    @Override
    default Step onUserMessage(String text) {
        throw noSecondMessage();
    }

    /** Nothing to say, with standard input closed: the session can only end the child. */
    @Override
    default Step onInterrupt() {
        return Step.nothing();
    }

    /** Says that nothing follows the prompt. */
    static YardmasterException noSecondMessage() {
        return new YardmasterException(
                ErrorCode.CONFLICT, "A one-shot session takes no second message; start a bidirectional one");
    }
}
