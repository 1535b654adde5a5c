package dev.yardmaster.follow;

import dev.yardmaster.terminal.PlainText;
import java.io.PrintStream;
import java.io.PrintWriter;

/** Prints events to the standard output and notices to the standard error, each on lines of its own in a terminal. For any thread. */
final class Console {
    private final PrintStream out;
    private final PrintWriter err;
    private boolean lineOpen;
    // A notice has ended the line that was open.
    private boolean lineCut;
    private boolean closed;

    Console(PrintStream out, PrintWriter err) {
        this.out = out;
        this.err = err;
    }

    /** The reader of the standard output has closed it. */
    static final class OutputClosed extends RuntimeException {}

    /** Prints text, from which control characters are removed already, at once. Throws {@link OutputClosed}. */
    synchronized void print(String text) {
        if (text.isEmpty() || closed) {
            return;
        }
        // The text may end the line that it left open itself.
        out.print(lineCut && text.startsWith("\n") ? text.substring(1) : text);
        lineOpen = !text.endsWith("\n");
        lineCut = false;
        if (out.checkError()) {
            throw new OutputClosed();
        }
    }

    /** Prints a notice to the standard error, on one line. */
    synchronized void notice(String text) {
        if (!closed) {
            lineCut |= lineOpen;
            endLine();
            err.println(PlainText.line(text));
            err.flush();
        }
    }

    /** Ends the open line. Nothing is printed after that. */
    synchronized void close() {
        if (!closed) {
            endLine();
            closed = true;
        }
    }

    private void endLine() {
        if (lineOpen) {
            out.print("\n");
            out.flush();
            lineOpen = false;
        }
    }
}
