package dev.yardmaster.process;

/**
 * Receives the lines of one pipe, in order and never from two threads at the same time. It may block: reading pauses until the method
 * returns, and a child that fills its pipe pauses too. Exceptions are logged, and reading continues.
 */
@FunctionalInterface
public interface LineListener {
    /** Receives the next line, which is valid only until this method returns. */
    void onLine(Line line);

    /** Called after all lines of one read, before the next read, which may wait. Listeners that collect events publish them here. */
    default void onBatch() {}

    /** Called once after the last line, when the child has closed the pipe or the pipe was given up. */
    default void onEnd() {}
}
