package dev.yardmaster.command;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of commands that print tables and fields. */
final class OutputOptions extends RequestOptions {
    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORM",
            description = "wide for more columns, or json.")
    private @Nullable Form form;

    /** The forms of the output, as users type them. */
    private enum Form {
        wide,
        json
    }

    @Override
    public boolean json() {
        return super.json() || form == Form.json;
    }

    /** Whether tables have all columns. */
    boolean wide() {
        return form == Form.wide;
    }
}
