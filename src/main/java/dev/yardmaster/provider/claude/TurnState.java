package dev.yardmaster.provider.claude;

import dev.yardmaster.provider.AgentEvent;
import java.util.List;
import java.util.Optional;

/**
 * The state of the running turn until its {@code result} line, and who asked for it. Not thread-safe.
 *
 * <p>Claude Code prints {@code init} before every turn. A turn belongs to the oldest message that has no turn yet. If there is none, Claude
 * Code has started the turn by itself, because a task in the background has ended. In that case it may print the {@code result} of the turn
 * before only after the new {@code init} (seen with 2.1.329).
 */
final class TurnState {
    private Optional<String> failure = Optional.empty();
    private Optional<String> agentText = Optional.empty();
    private boolean interruptRequested;
    private int waitingMessages;
    private boolean betweenTurns;
    private boolean taskEnded;

    /** Records that a message was sent, which will get a turn of its own. */
    void messageSent() {
        waitingMessages++;
    }

    /** Records that a task in the background has ended, so that Claude Code will start a turn by itself. */
    void taskEnded() {
        taskEnded = true;
    }

    /** Claude Code has printed {@code init}. */
    List<AgentEvent> onInit() {
        boolean starts = waitingMessages > 0 || betweenTurns || taskEnded;
        taskEnded = false;
        return starts ? start() : List.of();
    }

    /** The agent itself, and no sub-agent, has begun a message. That starts a turn too if none is running. */
    List<AgentEvent> onMessage() {
        return betweenTurns ? start() : List.of();
    }

    private List<AgentEvent> start() {
        betweenTurns = false;
        if (waitingMessages > 0) {
            waitingMessages--;
            return List.of();
        }
        return List.of(new AgentEvent.TurnStarted());
    }

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

    /** The turn is over. */
    void end() {
        failure = Optional.empty();
        agentText = Optional.empty();
        interruptRequested = false;
        betweenTurns = true;
    }
}
