package dev.yardmaster.session;

import dev.yardmaster.provider.AgentEvent;

/** Who wants to know how far a running session has come. Told on the child's reader thread, so it must not wait for anything. */
interface SessionProgressListener {
    /** The provider has named its conversation. */
    void identified(AgentEvent.SessionStarted started);

    /** The model has answered for the first time. */
    void answered();

    /**
     * A turn's usage was told.
     *
     * @param total what the session has used so far
     */
    void used(AgentEvent.Usage turn, AgentEvent.Usage total);
}
