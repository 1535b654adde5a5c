package dev.yardmaster.follow;

import java.util.Map;
import java.util.OptionalInt;

/**
 * Where the text goes.
 *
 * @param columns the width of the terminal; empty if the output is no terminal
 * @param colored whether the terminal shows colors
 */
public record Screen(OptionalInt columns, boolean colored) {
    /** Wide enough to recognize a command, and short enough for a line of a log. */
    private static final int WITHOUT_TERMINAL = 160;

    /**
     * The screen of a process.
     *
     * @param environment its environment variables; {@code NO_COLOR}, {@code CLICOLOR=0} and {@code TERM=dumb} mean no colors
     */
    public static Screen of(OptionalInt columns, Map<String, String> environment) {
        boolean plain = !environment.getOrDefault("NO_COLOR", "").isEmpty()
                || environment.getOrDefault("CLICOLOR", "").equals("0")
                || environment.getOrDefault("TERM", "").equals("dumb");
        return new Screen(columns, columns.isPresent() && !plain);
    }

    boolean isTerminal() {
        return columns.isPresent();
    }

    /** The most columns that a line in short may take. */
    int width() {
        return columns.orElse(WITHOUT_TERMINAL);
    }
}
