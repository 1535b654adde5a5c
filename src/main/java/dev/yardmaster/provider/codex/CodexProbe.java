package dev.yardmaster.provider.codex;

import com.fasterxml.jackson.databind.JsonNode;
import dev.yardmaster.json.Json;
import dev.yardmaster.problem.YardmasterException;
import dev.yardmaster.process.CommandRunner;
import dev.yardmaster.process.LaunchSpec;
import dev.yardmaster.process.LaunchSpec.Input;
import dev.yardmaster.provider.Executable;
import dev.yardmaster.provider.Health;
import dev.yardmaster.provider.Health.State;
import dev.yardmaster.provider.Model;
import dev.yardmaster.provider.Probe;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Asks a Codex which version it is, whether it is signed in, and which models it offers. */
record CodexProbe(Executable executable, Map<String, String> environment) {
    private static final Pattern VERSION = Pattern.compile("codex-cli (\\d+\\.\\d+\\.\\d+\\S*)");
    private static final Duration LIMIT = Duration.ofSeconds(15);
    private static final int MOST_MODELS = 200;

    Health health(String installHint) {
        return Probe.version(spec(executable.command("--version")), VERSION, installHint, this::configured);
    }

    /** The models in the order in which Codex shows them, without those that it hides. */
    List<Model> models() {
        JsonNode listed =
                AppServerQuestion.ask(appServer(), "model/list", Json.object().put("limit", MOST_MODELS));
        return listed.path("data")
                .valueStream()
                .map(model -> new Model(
                        model.path("model").asText(),
                        Json.text(model.path("displayName")),
                        model.path("isDefault").asBoolean()))
                .toList();
    }

    /** What else it is asked while its configuration can't be read, it answers without. */
    private Health configured(String version) {
        CommandRunner.Output login = CommandRunner.run(spec(executable.command("login", "status")), List.of(), LIMIT);
        return StderrDiagnosis.failures(login.exit(), List.of()).stream()
                .filter(failure -> failure.kind().equals(Failures.BAD_CONFIGURATION))
                .findFirst()
                .map(failure -> new Health(State.BROKEN, Optional.of(version), failure.message()))
                .orElseGet(() -> signedIn(version, login.ok()));
    }

    private Health signedIn(String version, boolean loggedIn) {
        return loggedIn || hasCredentials()
                ? new Health(State.READY, Optional.of(version), "Codex " + version + " is ready.")
                : new Health(
                        State.SIGNED_OUT,
                        Optional.of(version),
                        "Codex " + version + " is not signed in. Run '" + executable.path()
                                + " login' once as the service's user, or give the executable an OPENAI_API_KEY.");
    }

    /** Whether they are good shows with the first request. */
    private boolean hasCredentials() {
        return CodexEnvironment.CREDENTIALS.stream().anyMatch(environment::containsKey) || needsNoLogin();
    }

    /** A model provider of the user's own has a key of its own or none, which {@code login status} knows nothing of. */
    private boolean needsNoLogin() {
        try {
            JsonNode account = AppServerQuestion.ask(appServer(), "account/read", Json.object());
            return !account.path("requiresOpenaiAuth").asBoolean();
        } catch (YardmasterException _) {
            // An older one does not know the question.
            return false;
        }
    }

    private LaunchSpec appServer() {
        return new LaunchSpec(CodexCommand.appServer(executable), environment, Path.of("/"), Input.OPEN);
    }

    private LaunchSpec spec(List<String> command) {
        return new LaunchSpec(command, environment, Path.of("/"), Input.EMPTY);
    }
}
