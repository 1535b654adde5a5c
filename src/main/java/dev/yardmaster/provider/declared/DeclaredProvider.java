package dev.yardmaster.provider.declared;

import dev.yardmaster.process.ChildEnvironment;
import dev.yardmaster.process.LaunchSpec;
import dev.yardmaster.process.LaunchSpec.Input;
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
import dev.yardmaster.provider.Probe;
import dev.yardmaster.provider.ProviderId;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A provider that is declared by configuration: a wrapper or fork of a known CLI that speaks the same protocol. Immutable.
 *
 * @param id the id of this provider
 * @param base the provider of the known CLI, which has the dialogue
 * @param mode the launch mode of the configured dialect; the only one that this provider supports
 * @param arguments the arguments after the executable's own; empty to use those of the base
 * @param version finds the version in the output of the version command, as group 1
 */
public record DeclaredProvider(
        ProviderId id,
        ProviderConfig.Entry config,
        AgentProvider base,
        LaunchMode mode,
        Optional<DeclaredArguments> arguments,
        Pattern version)
        implements AgentProvider {
    /** Creates the provider of a configuration entry. Throws {@code invalid_configuration} with the name of the invalid setting. */
    static AgentProvider of(String id, ProviderConfig.Entry config, List<AgentProvider> packaged) {
        return new DeclaredProviderReader(id, config, packaged).read();
    }

    @Override
    public String runtime() {
        return config.runtime().orElseGet(base::runtime);
    }

    /** No aliases if the runtime is not configured: the base provider already has those of its runtime. */
    @Override
    public List<String> aliases() {
        return config.runtime().map(runtime -> List.of(runtime + "-cli")).orElse(List.of());
    }

    @Override
    public String displayName() {
        return config.displayName().orElseGet(id::value);
    }

    @Override
    public String defaultProgram() {
        return config.command().orElseGet(base::defaultProgram);
    }

    @Override
    public String installHint() {
        return config.installHint().orElseGet(base::installHint);
    }

    @Override
    public Capabilities capabilities() {
        Capabilities ofBase = base.capabilities();
        boolean resumes =
                arguments.map(it -> it.mentions(DeclaredArguments.RESUME)).orElse(true);
        return new Capabilities(
                List.of(mode),
                ofBase.resume() && resumes,
                ofBase.interrupt(),
                switch (config.instructions()) {
                    case IMPLICIT -> ofBase.instructionFiles();
                    case INJECT -> List.of();
                },
                judged(ofBase));
    }

    /** None with arguments of its own: whether these let the CLI ask is unknown. */
    private Map<LaunchMode, Set<Permissions>> judged(Capabilities ofBase) {
        Set<Permissions> permissions = ofBase.judged().getOrDefault(mode, Set.of());
        return arguments.isPresent() || permissions.isEmpty() ? Map.of() : Map.of(mode, permissions);
    }

    /** None: a declared provider can't be the base of another one. */
    @Override
    public Map<String, LaunchMode> dialects() {
        return Map.of();
    }

    @Override
    public Map<String, String> modelAliases() {
        Map<String, String> aliases = new HashMap<>(base.modelAliases());
        aliases.putAll(config.aliases());
        return Map.copyOf(aliases);
    }

    @Override
    public LaunchSpec launch(LaunchRequest request) {
        LaunchSpec ofBase = base.launch(request.on(withEnvironment(request.executable())));
        return arguments.map(own -> withArguments(ofBase, own, request)).orElse(ofBase);
    }

    @Override
    public Connection connect(LaunchRequest request, LineListener lines) {
        return arguments.isPresent()
                ? ChildConnection.start(launch(request), request.marker(), lines)
                : base.connect(request.on(withEnvironment(request.executable())), lines);
    }

    @Override
    public Dialogue dialogue(LaunchRequest request) {
        return base.dialogue(request);
    }

    @Override
    public Health probe(Executable executable) {
        if (config.versionCommand().isEmpty() && config.versionPattern().isEmpty()) {
            return base.probe(withEnvironment(executable));
        }
        return Probe.version(
                versionSpec(executable),
                version,
                installHint(),
                found -> new Health(
                        Health.State.READY, Optional.of(found), displayName() + " " + found + " is installed."));
    }

    @Override
    public List<Model> models(Executable executable) {
        return config.models()
                .map(ids -> ids.stream()
                        .map(model -> new Model(model, Optional.empty(), false))
                        .toList())
                .orElseGet(() -> base.models(withEnvironment(executable)));
    }

    private Executable withEnvironment(Executable executable) {
        return executable.over(config.environment());
    }

    private static LaunchSpec withArguments(LaunchSpec spec, DeclaredArguments own, LaunchRequest request) {
        List<String> command = program(request.executable());
        command.addAll(own.of(request));
        Map<Path, String> files = new HashMap<>(spec.files());
        files.putAll(DeclaredFiles.of(request, own));
        return new LaunchSpec(command, spec.environment(), spec.directory(), spec.input(), files);
    }

    private LaunchSpec versionSpec(Executable executable) {
        List<String> configured = config.versionCommand().orElse(List.of(defaultProgram(), "--version"));
        List<String> command = configured.getFirst().equals(defaultProgram())
                ? program(executable)
                : new ArrayList<>(List.of(configured.getFirst()));
        command.addAll(configured.subList(1, configured.size()));
        Map<String, String> environment = ChildEnvironment.from(System.getenv())
                .with(withEnvironment(executable).environment())
                .toMap();
        return new LaunchSpec(command, environment, Path.of("/"), Input.EMPTY);
    }

    private static List<String> program(Executable executable) {
        List<String> command = new ArrayList<>();
        command.add(executable.path());
        command.addAll(executable.arguments());
        return command;
    }
}
