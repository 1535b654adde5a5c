package dev.yardmaster.command;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of all commands that call a service. */
public final class RequestOptions {
    @Option(names = "--server", paramLabel = "URL", description = "The service: its URL, or the name of a context.")
    private @Nullable String server;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Option(
            names = {"-q", "--quiet"},
            description = "Print ids only.")
    private boolean quiet;

    @Option(
            names = {"-w", "--watch"},
            description = "Repeat every two seconds until Ctrl-C.")
    private boolean watch;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORM",
            description = "wide for more columns, or json.")
    private @Nullable String output;

    /** The value of {@code --server}. */
    public Optional<String> server() {
        return Optional.ofNullable(server);
    }

    /** Whether the output is JSON. */
    public boolean json() {
        return json || "json".equals(output);
    }

    /** Whether the output is ids only. */
    public boolean quiet() {
        return quiet;
    }

    /** Whether tables have all columns. */
    public boolean wide() {
        return "wide".equals(output);
    }

    /** Whether the command is repeated until the user ends it. */
    boolean watch() {
        return watch;
    }
}
