package dev.yardmaster.command;

import picocli.CommandLine.Option;

/** The options of commands that print what they received. */
public class RequestOptions extends ServiceOption {
    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Option(
            names = {"-q", "--quiet"},
            description = "Print ids only.")
    private boolean quiet;

    /** Whether the output is JSON. */
    public boolean json() {
        return json;
    }

    /** Whether the output is ids only. */
    public final boolean quiet() {
        return quiet;
    }
}
