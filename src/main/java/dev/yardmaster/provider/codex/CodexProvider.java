package dev.yardmaster.provider.codex;

import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.YardmasterException;
import dev.yardmaster.process.ChildEnvironment;
import dev.yardmaster.process.LaunchSpec;
import dev.yardmaster.process.LineListener;
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
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Runs Codex as {@code codex app-server}, with one process per session, or as {@code codex exec --json} for a single prompt. Prompts go to
 * standard input and never into the arguments, because every user of the machine can read the arguments of a process. Immutable.
 */
@Singleton
public final class CodexProvider implements AgentProvider {
    static final String NAME = "Codex";

    static final String PROGRAM = "codex";
    static final String INSTALL_HINT = "Install Codex with: npm install -g @openai/codex";
    static final ProviderId ID = new ProviderId("codex");
    private static final Duration QUERY_TIMEOUT = Duration.ofSeconds(15);

    private final Map<String, String> environment;
    private final Duration longestWait;

    @Inject
    CodexProvider(CodexSettings settings) {
        this(System.getenv(), settings.longestWait());
    }

    CodexProvider(Map<String, String> serviceEnvironment, Duration longestWait) {
        environment = CodexEnvironment.of(serviceEnvironment);
        this.longestWait = longestWait;
    }

    @Override
    public ProviderId id() {
        return ID;
    }

    @Override
    public String runtime() {
        return "codex";
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
                List.of("AGENTS.md"),
                // An approved command runs outside of the sandbox, so the sandbox of the others can't be combined with
                // approvals.
                Map.of(LaunchMode.BIDIRECTIONAL, Set.of(Permissions.FULL, Permissions.ASK)));
    }

    @Override
    public Map<String, LaunchMode> dialects() {
        return Map.of("codex-app-server", LaunchMode.BIDIRECTIONAL, "codex-exec", LaunchMode.ONE_SHOT);
    }

    @Override
    public Map<String, String> modelAliases() {
        return Map.of("opus", "gpt-5.4", "sonnet", "gpt-5.3-codex", "haiku", "gpt-5.1-codex-mini");
    }

    /**
     * @throws YardmasterException {@link ErrorCode#INVALID_REQUEST} for a one-shot session without a prompt, or an MCP server that Codex
     *     can't use
     */
    @Override
    public LaunchSpec launch(LaunchRequest request) {
        CodexMcpServers.check(request.context().mcpServers());
        if (request.mode() == LaunchMode.ONE_SHOT
                && request.conversation().prompt().isEmpty()) {
            throw new YardmasterException(
                    ErrorCode.INVALID_REQUEST, "A one-shot session of Codex needs a prompt. Add one to the request.");
        }
        CodexCommand command = new CodexCommand(request);
        Map<String, String> childEnvironment = baseEnvironment(request.executable(), environment)
                .with(request.identity())
                .with(command.environment())
                .toMap();
        return new LaunchSpec(
                command.command(), childEnvironment, request.directory(), LaunchSpec.Input.OPEN, command.files());
    }

    @Override
    public Connection connect(LaunchRequest request, LineListener lines) {
        return ChildConnection.start(launch(request), request.marker(), lines);
    }

    @Override
    public Dialogue dialogue(LaunchRequest request) {
        return switch (request.mode()) {
            case BIDIRECTIONAL -> new AppServerDialogue(request, longestWait);
            case ONE_SHOT -> new ExecDialogue(request, longestWait);
        };
    }

    @Override
    public Health probe(Executable executable) {
        return probeOf(executable, environment, QUERY_TIMEOUT).health(installHint());
    }

    @Override
    public List<Model> models(Executable executable) {
        return probeOf(executable, environment, QUERY_TIMEOUT).models();
    }

    static CodexProbe probeOf(Executable executable, Map<String, String> environment, Duration limit) {
        return new CodexProbe(
                executable, baseEnvironment(executable, environment).toMap(), limit);
    }

    /** The child's environment without the session's identity. A later {@code with} overrides earlier variables. */
    private static ChildEnvironment baseEnvironment(Executable executable, Map<String, String> environment) {
        return ChildEnvironment.from(environment)
                .passing(CodexEnvironment.PASSED)
                .with(executable.environment());
    }
}
