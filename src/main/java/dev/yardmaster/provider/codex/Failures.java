package dev.yardmaster.provider.codex;

import com.fasterxml.jackson.databind.JsonNode;
import dev.yardmaster.json.Json;
import dev.yardmaster.provider.AgentEvent.Failure;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What Codex says of a failure, as one sentence with its cause, and the next step where there is one. The app-server tells the kind and
 * the HTTP status beside the message, {@code codex exec} and the errors before a conversation are text only (seen with 0.169.0).
 */
final class Failures {
    /** The kind of one that a person has to correct Codex's configuration for. */
    static final String BAD_CONFIGURATION = "bad_configuration";

    private static final Pattern STATUS = Pattern.compile("(?:unexpected|last) status:? (\\d{3})");
    private static final Pattern INTERNALS = Pattern.compile(
            "^(?:Error: )?(?:thread/\\w+: )?(?:thread/\\w+ failed: )?| \\(code -\\d+\\)$|,? url: \\S+$");
    private static final Set<Integer> SIGNED_OUT = Set.of(401, 403);
    private static final int TOO_MANY_REQUESTS = 429;
    private static final String SIGN_IN = "Sign in with 'codex login', or correct the executable's API key.";

    /** In the order in which they are tried. {@code says} is what is told in place of the message; its group 1 replaces {@code %s}. */
    private record Rule(Pattern form, String kind, Optional<String> says, Optional<String> advice) {
        static Rule of(String form, String kind) {
            return new Rule(Pattern.compile(form), kind, Optional.empty(), Optional.empty());
        }

        Rule says(String sentence) {
            return new Rule(form, kind, Optional.of(sentence), advice);
        }

        Rule advice(String sentence) {
            return new Rule(form, kind, says, Optional.of(sentence));
        }
    }

    private static final List<Rule> RULES = List.of(
            Rule.of("required MCP servers failed to initialize: (.+)", "mcp_server_failed")
                    .says("An MCP server could not be started: %s.")
                    .advice("Correct its command or address, or take the server away."),
            Rule.of("no rollout found for thread id (\\S+)", "conversation_not_found")
                    .says("Codex does not have the conversation %s any more.")
                    .advice("Start a session that resumes none."),
            Rule.of("Missing environment variable: `(.+?)`", "authentication_failed")
                    .says("Codex has no API key, since the environment variable %s is not set.")
                    .advice("Add it to the executable's environment."),
            Rule.of("(?i)\\bmodel\\b.* (?:does not exist|is not supported)", "model_not_found")
                    .advice("Give the agent another model, or none, which leaves the choice to Codex."),
            Rule.of("usage limit|spend cap|out of credits|^Quota exceeded", "usage_limit_exceeded"),
            Rule.of("last status: 429", "response_too_many_failed_attempts"),
            Rule.of("unexpected status", "http_connection_failed"),
            Rule.of("error sending request", "connection_failed")
                    .advice("Check the network, and the base URL of the model provider."),
            Rule.of("^stream disconnected", "response_stream_disconnected"),
            Rule.of("at capacity", "server_overloaded"),
            Rule.of("high demand", "internal_server_error"),
            Rule.of("config\\.toml|\\bin `[\\w.-]+`|invalid type|unknown variant", BAD_CONFIGURATION)
                    .advice("Correct Codex's config.toml, or the executable's arguments."));

    private Failures() {}

    /** A {@code TurnError}. */
    static Failure of(JsonNode error) {
        JsonNode info = error.path("codexErrorInfo");
        String kind = info.isObject() && !info.isEmpty() ? info.fieldNames().next() : info.asText("other");
        OptionalInt status = Json.integer(info.path(kind).path("httpStatusCode"));
        Failure text = ofText(error.path("message").asText("Codex says no more"), status);
        return new Failure(kind.equals("other") ? text.kind() : CaseStyles.snake(kind), text.message(), text.status());
    }

    static Failure ofText(String message) {
        return ofText(message, OptionalInt.empty());
    }

    /** What Codex is not waited for: it would only try again when that is over. */
    static Failure ofWait(String reason, OptionalInt status) {
        return ofText("Codex waits too long before it tries again: " + reason, status);
    }

    /** Whether it means that no work is taken until some limit is lifted. */
    static boolean isLimit(Failure failure) {
        return Set.of("usage_limit_exceeded", "rate_limit_exceeded").contains(failure.kind())
                || failure.status().orElse(0) == TOO_MANY_REQUESTS;
    }

    private static Failure ofText(String text, OptionalInt told) {
        String message = INTERNALS.matcher(text).replaceAll("");
        OptionalInt status = told.isPresent() ? told : status(message);
        Optional<String> signIn = SIGNED_OUT.contains(status.orElse(0)) ? Optional.of(SIGN_IN) : Optional.empty();
        for (Rule rule : RULES) {
            Matcher found = rule.form().matcher(message);
            if (found.find()) {
                String sentence =
                        rule.says().map(says -> says.formatted(found.group(1))).orElse(message);
                return new Failure(rule.kind(), with(sentence, signIn.or(rule::advice)), status);
            }
        }
        return new Failure("error", with(message, signIn), status);
    }

    private static OptionalInt status(String message) {
        Matcher found = STATUS.matcher(message);
        return found.find() ? OptionalInt.of(Integer.parseInt(found.group(1))) : OptionalInt.empty();
    }

    private static String with(String sentence, Optional<String> advice) {
        String end = sentence.endsWith(".") ? " " : ". ";
        return advice.map(next -> sentence + end + next).orElse(sentence);
    }
}
