package dev.yardmaster.cli;

import dev.yardmaster.terminal.Style;
import java.io.Console;
import java.io.PrintStream;

/**
 * Prints lines, and on a terminal colours and a status line below them that is replaced in place. For any thread.
 */
final class DemoConsole {
    private static final String ERASE_LINE = "\r\u001b[2K";

    private final PrintStream out;
    private final boolean terminal;
    private final boolean coloured;
    private String status = "";

    DemoConsole(PrintStream out, boolean terminal, boolean coloured) {
        this.out = out;
        this.terminal = terminal;
        this.coloured = coloured;
    }

    /** The console of this process; plain where the output is not a terminal, without colours where {@code NO_COLOR} is set. */
    static DemoConsole system() {
        Console console = System.console();
        boolean terminal = console != null && console.isTerminal() && !"dumb".equals(System.getenv("TERM"));
        return new DemoConsole(System.out, terminal, terminal && System.getenv("NO_COLOR") == null);
    }

    /** Prints a line above the status. */
    synchronized void line(String text) {
        if (!status.isEmpty()) {
            out.print(ERASE_LINE);
        }
        out.println(text);
        out.print(status);
        out.flush();
    }

    /** Replaces the status; an empty one removes it. Does nothing where the output is not a terminal. */
    synchronized void status(String text) {
        if (terminal && !text.equals(status)) {
            status = text;
            out.print(ERASE_LINE + text);
            out.flush();
        }
    }

    String bold(String text) {
        return styled(Style.BOLD, text);
    }

    String faint(String text) {
        return styled(Style.DIM, text);
    }

    String green(String text) {
        return styled(Style.GREEN, text);
    }

    String yellow(String text) {
        return styled(Style.YELLOW, text);
    }

    String red(String text) {
        return styled(Style.RED, text);
    }

    private String styled(Style style, String text) {
        return coloured ? style.of(text) : text;
    }
}
