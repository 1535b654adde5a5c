package dev.yardmaster.command;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option of all commands that call a service. */
public class ServiceOption {
    @Option(names = "--server", paramLabel = "URL", description = "The service: its URL, or the name of a context.")
    private @Nullable String server;

    /** The value of {@code --server}. */
    public final Optional<String> server() {
        return Optional.ofNullable(server);
    }
}
