package dev.yardmaster.session.run;

import dev.yardmaster.provider.AgentEvent;
import dev.yardmaster.provider.ApprovalSignal;

/**
 * Learns how far one running session has come. Except for {@link #started()}, its methods are called on the thread that reads the CLI's
 * output or checks the session's time limits, so they must not wait.
 */
public interface SessionProgressListener {
    /** The CLI was started. Called on the thread that launches the session. */
    void started();

    /** The provider has named its conversation. */
    void identified(AgentEvent.SessionStarted started);

    /** The CLI waits for a decision about a use of a tool, or waits for it no more. */
    void approval(ApprovalSignal signal);

    /** The model has answered for the first time. */
    void answered();

    /**
     * The provider has reported the usage of a turn.
     *
     * @param total the usage of the session so far
     */
    void used(AgentEvent.Usage turn, AgentEvent.Usage total);

    /** A session that stays open for messages has finished its work, or has work again. Called once for each change; the first is to idle. */
    void idle(boolean idle);
}
