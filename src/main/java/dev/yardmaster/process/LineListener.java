package dev.yardmaster.process;

/**
 * Receives the lines of one pipe, in order, never from two threads at a time. It may block: reading pauses until it
 * returns, and so does a child that fills its pipe. What it throws is logged, and reading goes on.
 */
@FunctionalInterface
public interface LineListener {
    /** The next line; it may be used only until this method returns. */
    void onLine(Line line);

    /** All lines that one read has completed were handed over, and the next read may have to wait: the time to publish. */
    default void onBatch() {}
}
