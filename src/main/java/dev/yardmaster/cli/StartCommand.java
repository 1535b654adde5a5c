package dev.yardmaster.cli;

import dev.yardmaster.server.Server;
import dev.yardmaster.server.ServerOptions;
import io.quarkus.runtime.Quarkus;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs the service until it is told to stop. */
@Command(name = "start", mixinStandardHelpOptions = true, description = "Starts the service (the default command).")
final class StartCommand implements Callable<Integer> {
    @Option(
            names = "--port",
            paramLabel = "PORT",
            description = "Listen on this port; 0 for any free one (default: 8484).")
    private @Nullable Integer port;

    @Option(names = "--host", paramLabel = "ADDRESS", description = "Listen on this address (default: 127.0.0.1).")
    private @Nullable String host;

    @Option(
            names = "--home",
            paramLabel = "DIR",
            description = "Where the state lives (default: $YARDMASTER_HOME, else ~/.yardmaster).")
    private @Nullable Path home;

    @Override
    public Integer call() throws Exception {
        Path directory = Optional.ofNullable(home)
                .orElseGet(ServerOptions::defaultHome)
                .toAbsolutePath()
                .normalize();
        var options = new ServerOptions(directory, Optional.ofNullable(port), Optional.ofNullable(host), Map.of());
        return Server.run(options, address -> {
            greet(address, directory);
            Quarkus.waitForExit();
            return ExitCode.OK;
        });
    }

    private static void greet(URI address, Path home) {
        System.out.println("Yardmaster is running at " + address);
        System.out.println("  admin token: " + home.resolve("admin-token"));
        System.out.println("  API:         " + address + "/q/openapi (Swagger UI at /q/swagger-ui)");
        System.out.println("Ctrl-C stops it.");
    }
}
