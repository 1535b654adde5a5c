package dev.yardmaster.provider.claude;

import com.fasterxml.jackson.databind.JsonNode;
import dev.yardmaster.json.Json;
import dev.yardmaster.problem.YardmasterException;
import dev.yardmaster.provider.Health;
import dev.yardmaster.provider.Health.State;
import dev.yardmaster.provider.Probe;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Asks a Claude Code which version it is and whether it is signed in. */
final class ClaudeProbe {
    private static final Pattern VERSION = Pattern.compile("(\\d+\\.\\d+\\.\\d+\\S*) \\(Claude Code\\)");

    private final OutOfSessionCommand enquiry;

    ClaudeProbe(OutOfSessionCommand enquiry) {
        this.enquiry = enquiry;
    }

    Health health(String installHint) {
        return Probe.version(enquiry.spec("--version"), VERSION, installHint, enquiry.limit(), this::signedIn);
    }

    /** It looks for credentials only; whether they are good shows with the first request. */
    private Health signedIn(String version) {
        try {
            JsonNode status = Json.MAPPER.readTree(
                    enquiry.ask(List.of(), "auth", "status").stdout());
            return status.path("loggedIn").asBoolean(true) ? ready(version, "ready") : signedOut(version);
        } catch (IOException | YardmasterException _) {
            // An older one does not know the question; then the first session tells.
            return ready(version, "installed");
        }
    }

    private static Health ready(String version, String how) {
        return new Health(State.READY, Optional.of(version), "Claude Code " + version + " is " + how + ".");
    }

    private Health signedOut(String version) {
        return new Health(
                State.SIGNED_OUT,
                Optional.of(version),
                "Claude Code " + version + " is not signed in. Run '"
                        + enquiry.executable().path()
                        + "' and /login once as the service's user, or give the executable an ANTHROPIC_API_KEY.");
    }
}
