package dev.yardmaster.provider;

import dev.yardmaster.process.ProcessExit;
import java.time.Duration;
import java.util.concurrent.CompletionStage;

/**
 * A session's connection to its CLI. It sends the dialogue's replies; the lines that the CLI prints go to the
 * {@link dev.yardmaster.process.LineListener} that the connection was opened with. All methods can be called from any thread, and none of
 * them blocks.
 */
public interface Connection {
    /**
     * Sends a line after all lines sent before. If the CLI has ended, the line is dropped without an error; {@link #gone()} reports the end.
     *
     * @param line the text, without a line end
     * @throws dev.yardmaster.problem.YardmasterException with {@code CONFLICT} after {@link #closeInput()}, or if too many bytes wait
     *     because the CLI does not read
     */
    void write(String line);

    /** Tells the CLI that no more lines follow, after all lines sent so far have been written. */
    void closeInput();

    /**
     * Ends the session at the CLI and stops all processes that the session has started. Further calls change nothing.
     *
     * @param polite asks the CLI to end; runs on a thread of its own
     * @param politeGrace the time between this request and the first, gentle signal
     * @param terminateGrace the time between the gentle signal and the forced end
     */
    void stop(Runnable polite, Duration politeGrace, Duration terminateGrace);

    /**
     * Completes, on a thread that may block, when the CLI has ended the session, the listener has received all lines, and no process of the
     * session is running.
     */
    CompletionStage<ProcessExit> gone();
}
