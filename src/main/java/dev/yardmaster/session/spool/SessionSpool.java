package dev.yardmaster.session.spool;

import dev.yardmaster.session.frame.LogSlice;

/**
 * Keeps the events of one session outside of the service's memory until they are stored, so that they survive a crash of the service. Used
 * by one thread at a time. Never throws: a session continues when its events cannot be kept.
 */
public interface SessionSpool {
    /**
     * Keeps events. Called before any reader sees them.
     *
     * @param storedSeq all events up to this sequence number are stored and need not be kept any longer
     */
    void write(LogSlice events, long storedSeq);

    /** Forgets the session, because its whole log is stored. */
    void remove();
}
