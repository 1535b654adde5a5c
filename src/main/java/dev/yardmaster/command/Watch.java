package dev.yardmaster.command;

import java.io.PrintStream;
import java.time.Duration;

/** Repeats the output of a command. */
final class Watch {
    private static final Duration INTERVAL = Duration.ofSeconds(2);
    private static final String CLEAR = "\033[H\033[2J";

    private Watch() {}

    /** Waits before the next output, and clears the screen of a terminal for it. Returns false if the reader of the output has closed it. */
    static boolean waits(PrintStream out) throws InterruptedException {
        if (out.checkError()) {
            return false;
        }
        Thread.sleep(INTERVAL);
        out.print(System.console() == null ? System.lineSeparator() : CLEAR);
        return true;
    }
}
