package dev.yardmaster.follow;

import java.io.PrintStream;
import java.io.PrintWriter;

/** Prints events to the standard output and notices to the standard error, each on lines of its own in a terminal. For any thread. */
final class Console {
    private final PrintStream out;
    private final PrintWriter err;
    private boolean lineOpen;
    private boolean closed;

    Console(PrintStream out, PrintWriter err) {
        this.out = out;
        this.err = err;
    }

    /** Nobody reads the standard output any more. */
    static final class OutputClosed extends RuntimeException {}

    /** Prints text at once. Throws {@link OutputClosed}. */
    synchronized void print(String text) {
        if (text.isEmpty() || closed) {
            return;
        }
        out.print(text);
        lineOpen = !text.endsWith("\n");
        if (out.checkError()) {
            throw new OutputClosed();
        }
    }

    /** Prints a notice to the standard error. */
    synchronized void notice(String text) {
        if (!closed) {
            endLine();
            err.println(text);
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
