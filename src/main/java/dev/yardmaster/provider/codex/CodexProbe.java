package dev.yardmaster.provider.codex;

import com.fasterxml.jackson.databind.JsonNode;
import dev.yardmaster.json.Json;
import dev.yardmaster.problem.ErrorCode;
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

/**
 * Asks a Codex executable for its version, whether it is signed in, and which models it offers.
 *
 * @param environment the complete environment of the child
 * @param timeout how long each question after the one for the version may take
 */
record CodexProbe(Executable executable, Map<String, String> environment, Duration timeout) {
    private static final Pattern VERSION = Pattern.compile("codex-cli (\\d+\\.\\d+\\.\\d+\\S*)");
    private static final int MAX_MODELS = 200;

    Health health(String installHint) {
        return Probe.version(spec(executable.command("--version")), VERSION, installHint, this::checkConfiguration);
    }

    /** The models in Codex's order, without hidden ones. */
    List<Model> models() {
        JsonNode listed =
                AppServerQuery.ask(appServer(), "model/list", Json.object().put("limit", MAX_MODELS), timeout);
        return listed.path("data")
                .valueStream()
                .map(model -> new Model(
                        model.path("model").asText(),
                        Json.text(model.path("displayName")),
                        model.path("isDefault").asBoolean()))
                .toList();
    }

    /** Codex answers the other questions even if it can't read its configuration, so this check comes first. */
    private Health checkConfiguration(String version) {
        CommandRunner.Output login = CommandRunner.run(spec(executable.command("login", "status")), List.of(), timeout);
        return StderrDiagnosis.failures(login.exit(), List.of()).stream()
                .filter(failure -> failure.kind().equals(CodexFailures.BAD_CONFIGURATION))
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

    /** Only the first request shows whether credentials are valid. */
    private boolean hasCredentials() {
        return CodexEnvironment.CREDENTIALS.stream().anyMatch(environment::containsKey) || needsNoLogin();
    }

    /** A model provider that the user has configured has its own key or none, which {@code login status} does not know. */
    private boolean needsNoLogin() {
        try {
            JsonNode account = AppServerQuery.ask(appServer(), "account/read", Json.object(), timeout);
            return !account.path("requiresOpenaiAuth").asBoolean();
        } catch (YardmasterException e) {
            if (e.code() == ErrorCode.COMMAND_TIMED_OUT) {
                throw e;
            }
            // Older versions lack this request.
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
