package dev.yardmaster.terminal;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalInt;

/** The width of the terminal. */
public final class TerminalWidth {
    private static final int DEFAULT = 80;

    private TerminalWidth() {}

    /** The columns of the terminal that shows the output; empty if the output goes to a file or to another program. */
    public static OptionalInt ofOutput() {
        if (System.console() == null) {
            return OptionalInt.empty();
        }
        return OptionalInt.of(Optional.ofNullable(System.getenv("COLUMNS"))
                .filter(columns -> columns.matches("[1-9]\\d{0,4}"))
                .map(Integer::parseInt)
                .orElseGet(TerminalWidth::ofTerminal));
    }

    /** {@code stty} costs less than the classes that would call the operating system from Java. */
    private static int ofTerminal() {
        try {
            Process stty = new ProcessBuilder("stty", "size")
                    .redirectInput(new File("/dev/tty"))
                    .start();
            String[] size = new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII)
                    .strip()
                    .split(" ");
            int columns = size.length == 2 ? Integer.parseInt(size[1]) : 0;
            return columns > 0 ? columns : DEFAULT;
        } catch (IOException | NumberFormatException _) {
            return DEFAULT;
        }
    }
}
