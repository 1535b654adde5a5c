package dev.yardmaster.provider.opencode;

import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.YardmasterException;
import dev.yardmaster.process.LaunchSpec;
import dev.yardmaster.process.LineListener;
import dev.yardmaster.process.Redactor;
import dev.yardmaster.provider.AgentProvider;
import dev.yardmaster.provider.Capabilities;
import dev.yardmaster.provider.ChildConnection;
import dev.yardmaster.provider.Connection;
import dev.yardmaster.provider.Dialogue;
import dev.yardmaster.provider.Executable;
import dev.yardmaster.provider.Health;
import dev.yardmaster.provider.LaunchMode;
import dev.yardmaster.provider.LaunchRequest;
import dev.yardmaster.provider.Model;
import dev.yardmaster.provider.Permissions;
import dev.yardmaster.provider.ProviderId;
import dev.yardmaster.provider.opencode.server.OpenCodeServers;
import dev.yardmaster.provider.opencode.server.PluginFile;
import dev.yardmaster.provider.opencode.server.ServerKey;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Runs OpenCode as sessions on a shared {@code opencode serve}, or as one {@code opencode run} per session. Prompts go into requests and to
 * standard input, never into the arguments. Thread-safe.
 */
@Singleton
public final class OpenCodeProvider implements AgentProvider {
    static final String NAME = "OpenCode";

    static final String PROGRAM = "opencode";
    static final String INSTALL_HINT = "Install OpenCode with: npm install -g opencode-ai";
    static final ProviderId ID = new ProviderId("opencode");

    /** On a slow machine the list takes more than half a minute. */
    private static final Duration MODELS_TIMEOUT = Duration.ofSeconds(60);

    private final Map<String, String> environment;
    private final OpenCodeServers servers;
    private final PluginFile plugin = new PluginFile();

    @Inject
    OpenCodeProvider(OpenCodeSettings settings) {
        this(System.getenv(), new OpenCodeServers(settings.idle(), settings.reconnectTimeout()));
    }

    OpenCodeProvider(Map<String, String> serviceEnvironment, OpenCodeServers servers) {
        this.environment = OpenCodeEnvironment.of(serviceEnvironment);
        this.servers = servers;
    }

    @Override
    public ProviderId id() {
        return ID;
    }

    @Override
    public String runtime() {
        return "opencode";
    }

    @Override
    public String displayName() {
        return NAME;
    }

    @Override
    public String defaultProgram() {
        return PROGRAM;
    }

    @Override
    public String installHint() {
        return INSTALL_HINT;
    }

    @Override
    public Capabilities capabilities() {
        return new Capabilities(
                List.of(LaunchMode.BIDIRECTIONAL, LaunchMode.ONE_SHOT),
                true,
                true,
                List.of("AGENTS.md", "CLAUDE.md"),
                Map.of(LaunchMode.BIDIRECTIONAL, Set.of(Permissions.FULL, Permissions.ASK)));
    }

    @Override
    public Map<String, LaunchMode> dialects() {
        return Map.of("opencode-server", LaunchMode.BIDIRECTIONAL, "opencode-json", LaunchMode.ONE_SHOT);
    }

    /** Empty: model names include their provider. */
    @Override
    public Map<String, String> modelAliases() {
        return Map.of();
    }

    /**
     * For {@link LaunchMode#ONE_SHOT} only: the sessions of the other mode share a process.
     *
     * @throws YardmasterException {@link ErrorCode#INVALID_REQUEST} without a prompt, or for a model without its provider
     */
    @Override
    public LaunchSpec launch(LaunchRequest request) {
        if (request.conversation().prompt().isEmpty()) {
            throw new YardmasterException(
                    ErrorCode.INVALID_REQUEST,
                    "A one-shot session of OpenCode needs a prompt. Add one to the request.");
        }
        return new OpenCodeLaunch(request, environment).run();
    }

    @Override
    public Connection connect(LaunchRequest request, LineListener lines) {
        return switch (request.mode()) {
            case ONE_SHOT -> ChildConnection.start(launch(request), request.marker(), lines);
            case BIDIRECTIONAL -> {
                var launch = new OpenCodeLaunch(request, environment);
                ServerKey key = launch.server(plugin.path());
                yield ServerConnection.open(
                        servers,
                        key,
                        request,
                        launch.ownMcpServer(),
                        Redactor.of(key.environment()).over(lines));
            }
        };
    }

    @Override
    public Dialogue dialogue(LaunchRequest request) {
        return switch (request.mode()) {
            case ONE_SHOT -> new RunDialogue(request, Clock.systemUTC());
            case BIDIRECTIONAL -> new OpenCodeDialogue(request, Clock.systemUTC());
        };
    }

    @Override
    public Health probe(Executable executable) {
        return probeOf(executable, environment, MODELS_TIMEOUT).health(installHint());
    }

    @Override
    public List<Model> models(Executable executable) {
        return probeOf(executable, environment, MODELS_TIMEOUT).models();
    }

    /** Stops all servers and waits until they have exited. */
    @PreDestroy
    void close() {
        servers.close();
        plugin.delete();
    }

    static OpenCodeProbe probeOf(Executable executable, Map<String, String> environment, Duration limit) {
        return new OpenCodeProbe(
                executable,
                OpenCodeEnvironment.childEnvironment(environment, executable).toMap(),
                limit);
    }
}
