package dev.yardmaster.provider.claude;

import com.fasterxml.jackson.databind.JsonNode;
import dev.yardmaster.problem.YardmasterException;
import dev.yardmaster.process.LaunchSpec;
import dev.yardmaster.process.LaunchSpec.Input;
import dev.yardmaster.process.ShortRun;
import dev.yardmaster.provider.Executable;
import dev.yardmaster.provider.Health;
import dev.yardmaster.provider.Health.State;
import dev.yardmaster.provider.Probe;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Asks a Claude Code which version it is and whether it is signed in. */
final class ClaudeProbe {
    private static final Pattern VERSION = Pattern.compile("(\\d+\\.\\d+\\.\\d+\\S*) \\(Claude Code\\)");
    private static final Duration LIMIT = Duration.ofSeconds(15);

    private final Executable executable;
    private final Map<String, String> environment;

    ClaudeProbe(Executable executable, Map<String, String> environment) {
        this.executable = executable;
        this.environment = environment;
    }

    Health health(String installHint) {
        return Probe.version(spec("--version"), VERSION, installHint, this::signedIn);
    }

    /** It looks for credentials only; whether they are good shows with the first request. */
    private Health signedIn(String version) {
        try {
            JsonNode status = Json.MAPPER.readTree(
                    ShortRun.run(spec("auth", "status"), List.of(), LIMIT).stdout());
            return status.path("loggedIn").asBoolean(true)
                    ? new Health(State.READY, Optional.of(version), "Claude Code " + version + " is ready.")
                    : new Health(
                            State.SIGNED_OUT,
                            Optional.of(version),
                            "Claude Code " + version + " is not signed in. Run '" + executable.path()
                                    + "' and /login once as the service's user, or give the executable an ANTHROPIC_API_KEY.");
        } catch (IOException | YardmasterException _) {
            // An older one does not know the question; then the first session tells.
            return new Health(State.READY, Optional.of(version), "Claude Code " + version + " is installed.");
        }
    }

    private LaunchSpec spec(String... arguments) {
        List<String> command = new ArrayList<>(List.of(executable.path()));
        command.addAll(executable.arguments());
        command.addAll(List.of(arguments));
        return new LaunchSpec(command, environment, Path.of("/"), Input.EMPTY);
    }
}
