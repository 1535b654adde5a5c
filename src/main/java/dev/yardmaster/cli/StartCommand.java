package dev.yardmaster.cli;

import dev.yardmaster.server.Server;
import dev.yardmaster.server.ServerOptions;
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

    @ArgGroup
    private @Nullable ProviderChoice provider;

    /** At most one of them. */
    static final class ProviderChoice {
        @Option(names = "--claude", description = "Run all agents on Claude Code, now and from now on.")
        private boolean claude;

        @Option(names = "--codex", description = "Run all agents on Codex, now and from now on.")
        private boolean codex;

        @Option(names = "--opencode", description = "Run all agents on OpenCode, now and from now on.")
        private boolean openCode;

        @Option(
                names = "--provider",
                paramLabel = "ID",
                description = "Run all agents on this provider, now and from now on.")
        private @Nullable String id;

        String provider() {
            return claude ? "claude-code" : codex ? "codex" : openCode ? "opencode" : Objects.requireNonNull(id);
        }
    }

    @Override
    public Integer call() throws Exception {
        Path directory = Optional.ofNullable(home)
                .orElseGet(ServerOptions::defaultHome)
                .toAbsolutePath()
                .normalize();
        var options = new ServerOptions(directory, Optional.ofNullable(port), Optional.ofNullable(host), properties());
        return Server.run(options, address -> {
            greet(address, directory);
            Quarkus.waitForExit();
            return ExitCode.OK;
        });
    }

    /** The choice counts more than what agents say of themselves, and is kept in the settings for starts without it. */
    private Map<String, String> properties() {
        return Optional.ofNullable(provider)
                .map(ProviderChoice::provider)
                .map(id -> Map.of("yardmaster.agent-provider-override", id, "yardmaster.start.provider", id))
                .orElse(Map.of());
    }

    private static void greet(URI address, Path home) {
        System.out.println("Yardmaster is running at " + address);
        System.out.println("  admin token: " + home.resolve("admin-token"));
        System.out.println("  API:         " + address + "/q/openapi (Swagger UI at /q/swagger-ui)");
        System.out.println("Ctrl-C stops it.");
    }
}
