package dev.yardmaster.cli;

import dev.yardmaster.client.ClientException;
import dev.yardmaster.client.ClientException.Kind;
import dev.yardmaster.client.HomeService;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Stops the service that runs on a home of this machine. */
@Command(
        name = "stop",
        mixinStandardHelpOptions = true,
        description = "Stops the service of this machine, and waits until it has ended.")
final class StopCommand implements Callable<Integer> {
    private static final Duration LONGEST_STOP = Duration.ofSeconds(60);

    private final Path defaultHome;
    private final PrintStream out;

    @Option(
            names = "--home",
            paramLabel = "DIR",
            description = "The home of the service (default: $YARDMASTER_HOME, else ~/.yardmaster).")
    private @Nullable Path home;

    StopCommand(Path defaultHome, PrintStream out) {
        this.defaultHome = defaultHome;
        this.out = out;
    }

    @Override
    public Integer call() throws Exception {
        Path directory = Optional.ofNullable(home).orElse(defaultHome);
        ProcessHandle service = new HomeService(directory)
                .process()
                .orElseThrow(() -> new ClientException(Kind.REFUSED, "No service runs on the home " + directory + "."));
        if (!service.destroy()) {
            throw new ClientException(
                    Kind.NOT_ALLOWED,
                    "You may not stop the service (process " + service.pid() + "). Stop it as its user.");
        }
        try {
            service.onExit().get(LONGEST_STOP.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new ClientException(
                    Kind.REFUSED,
                    "The service (process " + service.pid() + ") has not ended after " + LONGEST_STOP.toSeconds()
                            + " seconds. It still waits for its sessions, or hangs. Look at its log.",
                    e);
        }
        out.println("The service on " + directory + " has stopped.");
        return ExitCode.OK;
    }
}
