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
import dev.yardmaster.provider.Probe;
import dev.yardmaster.provider.ProviderId;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A provider declared by configuration: a wrapper or a fork of a CLI that is known, so that it talks as that one does. Immutable.
 *
 * @param id its own id
 * @param base the provider whose dialect it speaks
 * @param mode the mode of that dialect, which is the only one it has
 * @param arguments all arguments behind the executable's own; empty for those of the base
 */
public record DeclaredProvider(
        ProviderId id,
        ProviderConfig.Entry config,
        AgentProvider base,
        LaunchMode mode,
        Optional<DeclaredArguments> arguments,
        Pattern version)
        implements AgentProvider {
    /** Reads its configuration. Throws {@code invalid_configuration}, naming the setting. */
    static AgentProvider of(String id, ProviderConfig.Entry config, List<AgentProvider> packaged) {
        return new DeclaredProviderReader(id, config, packaged).read();
    }

    @Override
    public String runtime() {
        return config.runtime().orElseGet(base::runtime);
    }

    /** None where the runtime is the base's: those words are the base's too. */
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
        Capabilities like = base.capabilities();
        boolean resumes =
                arguments.map(it -> it.mentions(DeclaredArguments.RESUME)).orElse(true);
        return new Capabilities(
                List.of(mode),
                like.resume() && resumes,
                like.interrupt(),
                switch (config.instructions()) {
                    case IMPLICIT -> like.instructionFiles();
                    case INJECT -> List.of();
                });
    }

    /** None: others are like the base, not like this one. */
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
        LaunchSpec like = base.launch(request.on(equipped(request.executable())));
        return arguments.map(own -> replaced(like, own, request)).orElse(like);
    }

    @Override
    public Connection connect(LaunchRequest request, LineListener lines) {
        return arguments.isPresent()
                ? ChildConnection.start(launch(request), request.marker(), lines)
                : base.connect(request.on(equipped(request.executable())), lines);
    }

    @Override
    public Dialogue dialogue(LaunchRequest request) {
        return base.dialogue(request);
    }

    @Override
    public Health probe(Executable executable) {
        if (config.versionCommand().isEmpty() && config.versionPattern().isEmpty()) {
            return base.probe(equipped(executable));
        }
        return Probe.version(
                versionSpec(executable),
                version,
                installHint(),
                said -> new Health(
                        Health.State.READY, Optional.of(said), displayName() + " " + said + " is installed."));
    }

    @Override
    public List<Model> models(Executable executable) {
        return config.models()
                .map(ids -> ids.stream()
                        .map(model -> new Model(model, Optional.empty(), false))
                        .toList())
                .orElseGet(() -> base.models(equipped(executable)));
    }

    private Executable equipped(Executable executable) {
        return executable.over(config.environment());
    }

    private static LaunchSpec replaced(LaunchSpec like, DeclaredArguments own, LaunchRequest request) {
        List<String> command = program(request.executable());
        command.addAll(own.of(request));
        Map<Path, String> files = new HashMap<>(like.files());
        files.putAll(DeclaredFiles.of(request, own));
        return new LaunchSpec(command, like.environment(), like.directory(), like.input(), files);
    }

    private LaunchSpec versionSpec(Executable executable) {
        List<String> asking = config.versionCommand().orElse(List.of(defaultProgram(), "--version"));
        List<String> command = asking.getFirst().equals(defaultProgram())
                ? program(executable)
                : new ArrayList<>(List.of(asking.getFirst()));
        command.addAll(asking.subList(1, asking.size()));
        Map<String, String> environment = ChildEnvironment.from(System.getenv())
                .with(equipped(executable).environment())
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
