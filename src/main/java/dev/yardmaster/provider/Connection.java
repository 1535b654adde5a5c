package dev.yardmaster.provider;

import dev.yardmaster.process.ProcessExit;
import java.time.Duration;
import java.util.concurrent.CompletionStage;

/**
 * A session's line to its CLI: its dialogue's replies go in here, and what the CLI says comes to the
 * {@link dev.yardmaster.process.LineListener} it was opened with. All methods can be called from any thread and none of them waits.
 */
public interface Connection {
    /**
     * Sends a line, without its line end, after all lines sent before. A CLI that is gone gets nothing: its exit tells.
     *
     * @throws dev.yardmaster.problem.YardmasterException with {@code CONFLICT} when the input was closed or too much waits to be read
     */
    void write(String line);

    /** Tells the CLI that nothing more will be sent, once everything sent so far is written. */
    void closeInput();

    /**
     * Ends the session at the CLI, with all that it has started; a later call changes nothing.
     *
     * @param polite asks it to end; runs on a thread of its own
     * @param politeGrace how long that may take before it is ended by force, at first gently
     * @param terminateGrace how long the gentle force may take
     */
    void stop(Runnable polite, Duration politeGrace, Duration terminateGrace);

    /**
     * Completes, on a thread that may block, when the CLI has ended the session, everything that it said was handed over, and nothing
     * that the session has started runs any more.
     */
    CompletionStage<ProcessExit> gone();
}
