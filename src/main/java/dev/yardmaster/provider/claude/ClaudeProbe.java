package dev.yardmaster.provider.claude;

import com.fasterxml.jackson.databind.JsonNode;
import dev.yardmaster.json.Json;
import dev.yardmaster.provider.Health;
import dev.yardmaster.provider.Health.State;
import dev.yardmaster.provider.Probe;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Asks a Claude Code executable for its version and whether it is signed in. */
final class ClaudeProbe {
    private static final Pattern VERSION = Pattern.compile("(\\d+\\.\\d+\\.\\d+\\S*) \\(Claude Code\\)");

    private final OutOfSessionCommand command;

    ClaudeProbe(OutOfSessionCommand command) {
        this.command = command;
    }

    Health health(String installHint) {
        return Probe.version(command.spec("--version"), VERSION, installHint, command.timeout(), this::signedIn);
    }

    /** {@code auth status} checks that credentials exist. Only the first request shows whether they are valid. */
    private Health signedIn(String version) {
        Optional<String> missing = CloudPlatform.missing(command.environment());
        if (missing.isPresent()) {
            return new Health(State.SIGNED_OUT, Optional.of(version), missing.get());
        }
        try {
            JsonNode status = Json.MAPPER.readTree(
                    command.run(List.of(), "auth", "status").stdout());
            return status.path("loggedIn").asBoolean(true) ? ready(version, "ready") : signedOut(version);
        } catch (IOException _) {
            // Older versions lack 'auth status'; the first session shows whether they are signed in.
            return ready(version, "installed");
        }
    }

    private static Health ready(String version, String state) {
        return new Health(State.READY, Optional.of(version), "Claude Code " + version + " is " + state + ".");
    }

    private Health signedOut(String version) {
        return new Health(
                State.SIGNED_OUT,
                Optional.of(version),
                "Claude Code " + version + " is not signed in. Run '"
                        + command.executable().path()
                        + "' and /login once as the service's user, or give the executable an ANTHROPIC_API_KEY.");
    }
}
