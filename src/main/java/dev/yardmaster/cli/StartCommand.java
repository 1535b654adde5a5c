package dev.yardmaster.cli;

import dev.yardmaster.server.Server;
import dev.yardmaster.server.ServerOptions;
import dev.yardmaster.server.ServerOptions.DatabaseChoice;
import io.quarkus.runtime.Quarkus;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs the service until it receives a signal to stop. */
@Command(name = "start", mixinStandardHelpOptions = true, description = "Starts the service (the default command).")
final class StartCommand implements Callable<Integer> {
    @Option(
            names = "--port",
            paramLabel = "PORT",
            description = "The port to listen on; 0 for any free port (default: 8484).")
    private @Nullable Integer port;

    @Option(names = "--host", paramLabel = "ADDRESS", description = "The address to listen on (default: 127.0.0.1).")
    private @Nullable String host;

    @Option(
            names = "--home",
            paramLabel = "DIR",
            description = "The directory for all state (default: $YARDMASTER_HOME, else ~/.yardmaster).")
    private @Nullable Path home;

    @ArgGroup
    private @Nullable ProviderChoice provider;

    /** At most one of these options. */
    static final class ProviderChoice {
        @Option(names = "--claude", description = "Run all agents on Claude Code, and save this as the default.")
        private boolean claude;

        @Option(names = "--codex", description = "Run all agents on Codex, and save this as the default.")
        private boolean codex;

        @Option(names = "--opencode", description = "Run all agents on OpenCode, and save this as the default.")
        private boolean openCode;

        @Option(
                names = "--provider",
                paramLabel = "ID",
                description = "Run all agents on this provider, and save this as the default.")
        private @Nullable String id;

        String provider() {
            return claude ? "claude-code" : codex ? "codex" : openCode ? "opencode" : Objects.requireNonNull(id);
        }
    }

    @Override
    public Integer call() throws Exception {
        Path directory = Optional.ofNullable(home)
                .orElseGet(() -> ServerOptions.defaultHome(System.getenv()))
                .toAbsolutePath()
                .normalize();
        System.out.println("Starting Yardmaster in " + directory + " …");
        var options = new ServerOptions(
                directory,
                Optional.ofNullable(port),
                Optional.ofNullable(host),
                properties(),
                DatabaseChoice.CONFIGURED);
        return Server.run(options, System.out::println, (address, loginLink) -> {
            greet(address, directory, loginLink);
            Quarkus.waitForExit();
            return ExitCode.OK;
        });
    }

    /** The chosen provider overrides that of the agents, and is saved in the settings for later starts without the option. */
    private Map<String, String> properties() {
        return Optional.ofNullable(provider)
                .map(ProviderChoice::provider)
                .map(id -> Map.of("yardmaster.agent-provider-override", id, "yardmaster.start.provider", id))
                .orElse(Map.of());
    }

    private static void greet(URI address, Path home, Optional<URI> loginLink) {
        System.out.println("Yardmaster is running at " + address);
        System.out.println("  admin token: " + home.resolve("admin-token"));
        loginLink.ifPresent(
                link -> System.out.println("  browser:     " + link + " (for one login, within ten minutes)"));
        System.out.println("  API:         " + address + "/q/openapi (Swagger UI at /q/swagger-ui)");
        System.out.println("Press Ctrl-C to stop it.");
    }
}
