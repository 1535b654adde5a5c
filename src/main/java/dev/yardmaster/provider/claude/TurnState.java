package dev.yardmaster.provider.claude;

import java.util.Optional;

/** The state of the running turn until its {@code result} line. Not thread-safe. */
final class TurnState {
    private Optional<String> failure = Optional.empty();
    private Optional<String> agentText = Optional.empty();
    private boolean interruptRequested;

    /** Records the last text that the agent itself wrote. */
    void recordAgentText(String text) {
        agentText = Optional.of(text);
    }

    /** Whether a text is the agent's own. Such a text is never an error message, whatever it contains. */
    boolean isAgentText(String text) {
        return agentText.filter(text::equals).isPresent();
    }

    /** Records that Claude Code reported an error with this message. */
    void recordFailure(String message) {
        failure = Optional.of(message);
    }

    boolean hasFailed() {
        return failure.isPresent();
    }

    boolean hasFailedWith(String message) {
        return failure.filter(message::equals).isPresent();
    }

    /** Records that we asked Claude Code to interrupt the turn. */
    void requestInterrupt() {
        interruptRequested = true;
    }

    boolean isInterruptRequested() {
        return interruptRequested;
    }

    void end() {
        failure = Optional.empty();
        agentText = Optional.empty();
        interruptRequested = false;
    }
}
