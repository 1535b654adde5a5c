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
 * Translates Codex's error messages into one sentence with the cause and, where possible, the next step. The app-server sends the kind and
 * the HTTP status beside the message; {@code codex exec}, and errors before a conversation, have only a text (seen with 0.169.0).
 */
final class CodexFailures {
    /** The kind of a failure that requires a change of Codex's configuration. */
    static final String BAD_CONFIGURATION = "bad_configuration";

    private static final Pattern STATUS = Pattern.compile("(?:unexpected|last) status:? (\\d{3})");
    private static final Pattern INTERNALS = Pattern.compile(
            "^(?:Error: )?(?:thread/\\w+: )?(?:thread/\\w+ failed: )?| \\(code -\\d+\\)$|,? url: \\S+$");
    private static final Set<Integer> UNAUTHORIZED = Set.of(401, 403);
    private static final int TOO_MANY_REQUESTS = 429;
    /** The JSON-RPC error code with which the app-server refuses a request that it could accept later. */
    private static final int SERVER_OVERLOADED = -32001;

    private static final String LONG_WAIT = "Codex waits too long before it retries: ";
    private static final String SIGN_IN_HINT = "Sign in with 'codex login', or correct the executable's API key.";

    /** The rules are tried in order. {@code replacement} replaces the message, with the pattern's group 1 for {@code %s}. */
    private record Rule(Pattern pattern, String kind, Optional<String> replacement, Optional<String> hint) {
        static Rule of(String pattern, String kind) {
            return new Rule(Pattern.compile(pattern), kind, Optional.empty(), Optional.empty());
        }

        Rule replacement(String sentence) {
            return new Rule(pattern, kind, Optional.of(sentence), hint);
        }

        Rule hint(String sentence) {
            return new Rule(pattern, kind, replacement, Optional.of(sentence));
        }
    }

    private static final List<Rule> RULES = List.of(
            Rule.of("required MCP servers failed to initialize: (.+)", "mcp_server_failed")
                    .replacement("An MCP server could not be started: %s.")
                    .hint("Correct its command or address, or remove the server."),
            Rule.of("no rollout found for thread id (\\S+)", "conversation_not_found")
                    .replacement("Codex no longer has the conversation %s.")
                    .hint("Start a new conversation."),
            Rule.of("Missing environment variable: `(.+?)`", "authentication_failed")
                    .replacement("Codex has no API key because the environment variable %s is not set.")
                    .hint("Add it to the executable's environment."),
            Rule.of("(?i)\\bmodel\\b.* (?:does not exist|is not supported)", "model_not_found")
                    .hint("Give the agent another model, or none to use Codex's default."),
            Rule.of(
                    "^(?:" + LONG_WAIT
                            + ")?(?:You(?:['’]ve)? hit your (?:usage limit|spend cap)|Your workspace is out of credits"
                            + "|Quota exceeded)",
                    "usage_limit_exceeded"),
            Rule.of("last status: 429", "response_too_many_failed_attempts"),
            Rule.of("unexpected status", "http_connection_failed"),
            Rule.of("error sending request", "connection_failed")
                    .hint("Check the network, and the base URL of the model provider."),
            Rule.of("^stream disconnected", "response_stream_disconnected"),
            Rule.of("at capacity|^Server overloaded", "server_overloaded"),
            Rule.of("high demand", "internal_server_error"),
            Rule.of("config\\.toml|\\bin `[\\w.-]+`|invalid type|unknown variant", BAD_CONFIGURATION)
                    .hint("Correct Codex's config.toml, or the executable's arguments."));

    private CodexFailures() {}

    /** Translates a {@code TurnError}. */
    static Failure of(JsonNode error) {
        JsonNode info = error.path("codexErrorInfo");
        String kind = info.isObject() && !info.isEmpty() ? info.fieldNames().next() : info.asText("other");
        OptionalInt status = Json.integer(info.path(kind).path("httpStatusCode"));
        Failure text = ofText(error.path("message").asText("Codex gave no reason"), status);
        return new Failure(
                kind.equals("other") ? text.kind() : CaseStyles.toSnakeCase(kind), text.message(), text.status());
    }

    static Failure ofText(String message) {
        return ofText(message, OptionalInt.empty());
    }

    /** Translates the error of a JSON-RPC response. */
    static Failure ofResponse(JsonNode error) {
        Failure text = ofText(error.path("message").asText("Codex gave no reason"));
        return error.path("code").asInt() == SERVER_OVERLOADED
                ? new Failure("server_overloaded", text.message(), text.status())
                : text;
    }

    /** The failure of a turn that was interrupted because Codex waited too long before a retry. */
    static Failure ofLongWait(String reason, OptionalInt status) {
        return ofText(LONG_WAIT + reason, status);
    }

    /** Whether the provider accepts no work until a limit resets. */
    static boolean isLimit(Failure failure) {
        return Set.of("usage_limit_exceeded", "rate_limit_exceeded").contains(failure.kind())
                || failure.status().orElse(0) == TOO_MANY_REQUESTS;
    }

    private static Failure ofText(String text, OptionalInt reportedStatus) {
        String message = INTERNALS.matcher(text).replaceAll("");
        OptionalInt status = reportedStatus.isPresent() ? reportedStatus : status(message);
        Optional<String> signInHint =
                UNAUTHORIZED.contains(status.orElse(0)) ? Optional.of(SIGN_IN_HINT) : Optional.empty();
        for (Rule rule : RULES) {
            Matcher found = rule.pattern().matcher(message);
            if (found.find()) {
                String sentence = rule.replacement()
                        .map(replacement -> replacement.formatted(found.group(1)))
                        .orElse(message);
                return new Failure(rule.kind(), addHint(sentence, signInHint.or(rule::hint)), status);
            }
        }
        return new Failure("error", addHint(message, signInHint), status);
    }

    private static OptionalInt status(String message) {
        Matcher found = STATUS.matcher(message);
        return found.find() ? OptionalInt.of(Integer.parseInt(found.group(1))) : OptionalInt.empty();
    }

    private static String addHint(String sentence, Optional<String> hint) {
        String end = sentence.endsWith(".") ? " " : ". ";
        return hint.map(next -> sentence + end + next).orElse(sentence);
    }
}
