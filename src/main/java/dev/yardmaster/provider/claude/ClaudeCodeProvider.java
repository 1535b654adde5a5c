package dev.yardmaster.provider.claude;

import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.YardmasterException;
import dev.yardmaster.process.ChildEnvironment;
import dev.yardmaster.process.LaunchSpec;
import dev.yardmaster.provider.AgentProvider;
import dev.yardmaster.provider.Capabilities;
import dev.yardmaster.provider.Dialogue;
import dev.yardmaster.provider.Executable;
import dev.yardmaster.provider.Health;
import dev.yardmaster.provider.LaunchMode;
import dev.yardmaster.provider.LaunchRequest;
import dev.yardmaster.provider.Model;
import dev.yardmaster.provider.Permissions;
import dev.yardmaster.provider.ProviderId;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Runs Claude Code as {@code claude -p} with {@code stream-json} input and output. Prompts go to standard input and never into the
 * arguments, because every user of the machine can read the arguments of a process. Immutable.
 */
@Singleton
public final class ClaudeCodeProvider implements AgentProvider {
    static final String NAME = "Claude Code";

    static final String PROGRAM = "claude";
    static final String INSTALL_HINT = "Install Claude Code with: npm install -g @anthropic-ai/claude-code";
    static final ProviderId ID = new ProviderId("claude-code");

    /** Timeout of a command outside a session, which normally takes half a second. */
    private static final Duration COMMAND_TIMEOUT = Duration.ofSeconds(15);

    private final Map<String, String> environment;

    public ClaudeCodeProvider() {
        this(System.getenv());
    }

    ClaudeCodeProvider(Map<String, String> serviceEnvironment) {
        this(serviceEnvironment, isRoot());
    }

    ClaudeCodeProvider(Map<String, String> serviceEnvironment, boolean root) {
        environment = ClaudeEnvironment.of(serviceEnvironment, root);
    }

    @Override
    public ProviderId id() {
        return ID;
    }

    @Override
    public String runtime() {
        return "claude";
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
                List.of("CLAUDE.md"),
                Map.of(LaunchMode.BIDIRECTIONAL, Set.of(Permissions.values())));
    }

    /** @throws YardmasterException {@link ErrorCode#INVALID_REQUEST} for a one-shot session without a prompt */
    @Override
    public LaunchSpec launch(LaunchRequest request) {
        if (request.mode() == LaunchMode.ONE_SHOT
                && request.conversation().prompt().isEmpty()) {
            throw new YardmasterException(
                    ErrorCode.INVALID_REQUEST,
                    "A one-shot session of Claude Code needs a prompt. Add one to the request.");
        }
        ClaudeCommand command = new ClaudeCommand(request);
        return new LaunchSpec(
                command.command(), environment(request), request.directory(), LaunchSpec.Input.OPEN, command.files());
    }

    @Override
    public Dialogue dialogue(LaunchRequest request) {
        return new ClaudeDialogue(request);
    }

    @Override
    public Map<String, LaunchMode> dialects() {
        return Map.of("claude-stream-json", LaunchMode.BIDIRECTIONAL);
    }

    /** Empty: Claude Code itself understands {@code opus}, {@code sonnet} and {@code haiku}. */
    @Override
    public Map<String, String> modelAliases() {
        return Map.of();
    }

    @Override
    public Health probe(Executable executable) {
        return probe(executable, COMMAND_TIMEOUT);
    }

    /** @param limit how long each command may take */
    Health probe(Executable executable, Duration limit) {
        return new ClaudeProbe(outOfSession(executable, limit)).health(installHint());
    }

    @Override
    public List<Model> models(Executable executable) {
        return new ClaudeModels(outOfSession(executable, COMMAND_TIMEOUT)).list();
    }

    /** The complete environment of the child. A later {@code with} overrides earlier variables. */
    private Map<String, String> environment(LaunchRequest request) {
        return baseEnvironment(request.executable()).with(request.identity()).toMap();
    }

    private OutOfSessionCommand outOfSession(Executable executable, Duration limit) {
        return new OutOfSessionCommand(executable, baseEnvironment(executable).toMap(), limit);
    }

    private ChildEnvironment baseEnvironment(Executable executable) {
        Map<String, String> all = new HashMap<>(environment);
        all.putAll(executable.environment());
        return ChildEnvironment.from(environment)
                .passing(ClaudeEnvironment.PASSED)
                .passing(CloudPlatform.variables(all))
                .with(executable.environment());
    }

    private static boolean isRoot() {
        return ProcessHandle.current().info().user().filter("root"::equals).isPresent();
    }
}
