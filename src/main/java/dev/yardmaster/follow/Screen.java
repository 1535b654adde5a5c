package dev.yardmaster.follow;

import java.util.OptionalInt;
import java.util.function.Supplier;

/**
 * Where the text goes.
 *
 * @param columns the width of the terminal now; empty if the output is no terminal
 * @param colored whether the terminal shows colors
 */
public record Screen(Supplier<OptionalInt> columns, boolean colored) {
    /** Wide enough to recognize a command, and short enough for a line of a log. */
    private static final int WITHOUT_TERMINAL = 160;

    boolean isTerminal() {
        return columns.get().isPresent();
    }

    /** The most columns that a line in short may take. */
    int width() {
        return columns.get().orElse(WITHOUT_TERMINAL);
    }
}
