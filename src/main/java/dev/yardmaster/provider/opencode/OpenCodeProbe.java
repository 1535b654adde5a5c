package dev.yardmaster.provider.opencode;

import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.YardmasterException;
import dev.yardmaster.process.CommandRunner;
import dev.yardmaster.process.LaunchSpec;
import dev.yardmaster.process.LaunchSpec.Input;
import dev.yardmaster.process.ScratchFiles;
import dev.yardmaster.provider.Executable;
import dev.yardmaster.provider.Health;
import dev.yardmaster.provider.Health.State;
import dev.yardmaster.provider.Model;
import dev.yardmaster.provider.Probe;
import dev.yardmaster.provider.opencode.server.OpenCodeErrors;
import dev.yardmaster.provider.opencode.server.StateDirectory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Asks an OpenCode executable for its version and its models. The models also show whether it is signed in: {@code auth list} ignores keys
 * in the configuration, and {@code models} lists only providers that are fully set up.
 */
final class OpenCodeProbe {
    private static final Pattern VERSION = Pattern.compile("^(\\d+\\.\\d+\\.\\d+\\S*)$", Pattern.MULTILINE);
    private static final Pattern MODEL = Pattern.compile("[^\\s/]+/\\S+");

    private final Executable executable;
    private final Map<String, String> environment;
    private final Duration timeout;

    /** @param timeout how long the list of the models may take */
    OpenCodeProbe(Executable executable, Map<String, String> environment, Duration timeout) {
        this.executable = executable;
        this.environment = environment;
        this.timeout = timeout;
    }

    Health health(String installHint) {
        return Probe.version(spec("--version"), VERSION, installHint, this::signedIn);
    }

    /**
     * @throws YardmasterException {@link ErrorCode#COMMAND_TIMED_OUT} if OpenCode does not answer in time, and
     *     {@link ErrorCode#PROVIDER_UNAVAILABLE} if the models can't be listed
     */
    List<Model> models() {
        CommandRunner.Output output = listModels();
        if (!output.ok()) {
            throw new YardmasterException(
                    ErrorCode.PROVIDER_UNAVAILABLE,
                    OpenCodeErrors.ofStderr(output.exit().stderr()).message());
        }
        return output.stdout()
                .lines()
                .map(String::strip)
                .filter(line -> MODEL.matcher(line).matches())
                .map(id -> new Model(id, Optional.empty(), false))
                .toList();
    }

    private CommandRunner.Output listModels() {
        try {
            Path state = StateDirectory.create(environment);
            try {
                Map<String, String> withOwnState = new HashMap<>(environment);
                withOwnState.put(StateDirectory.VARIABLE, state.toString());
                return CommandRunner.run(
                        new LaunchSpec(executable.command("models"), withOwnState, Path.of("/"), Input.EMPTY),
                        List.of(),
                        timeout);
            } finally {
                ScratchFiles.remove(state);
            }
        } catch (YardmasterException e) {
            throw e.code() == ErrorCode.COMMAND_TIMED_OUT
                    ? e
                    : new YardmasterException(ErrorCode.PROVIDER_UNAVAILABLE, e.detail(), e);
        }
    }

    private Health signedIn(String version) {
        return models().isEmpty()
                ? new Health(
                        State.SIGNED_OUT,
                        Optional.of(version),
                        "OpenCode " + version + " has no usable model. Run '" + executable.path()
                                + " auth login' once as the service's user, or give the executable a provider's key.")
                : new Health(State.READY, Optional.of(version), "OpenCode " + version + " is ready.");
    }

    private LaunchSpec spec(String... arguments) {
        return new LaunchSpec(executable.command(arguments), environment, Path.of("/"), Input.EMPTY);
    }
}
