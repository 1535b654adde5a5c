package dev.yardmaster.provider.opencode;

import com.fasterxml.jackson.databind.JsonNode;
import dev.yardmaster.json.Json;
import dev.yardmaster.json.JsonSlice;
import dev.yardmaster.provider.AgentEvent;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What OpenCode's errors mean: one clear sentence, and a limit where one refused the request. */
final class Errors {
    private static final Pattern ANSI = Pattern.compile("\u001b\\[[0-9;?]*[A-Za-z]");
    private static final Pattern UNKNOWN_MODEL = Pattern.compile("Model not found: (\\S+?)[.,]?(?:\\s|$)");
    private static final Pattern REFUSED_MODEL = Pattern.compile("(?i)\\bmodel\\b.* does not exist");
    private static final String ANOTHER_MODEL = " Give the agent another model; 'opencode models' lists them.";
    private static final String SIGN_IN = " Sign in with 'opencode auth login', or correct the executable's API key.";
    private static final String NO_CONNECTION = "Cannot connect to API: Unable to connect";
    private static final String NO_PROVIDERS = "No providers are available";
    private static final Pattern STACK = Pattern.compile("\\n\\s+at .*", Pattern.DOTALL);
    private static final Set<String> LIMITS = Set.of("rate_limit", "rate_limit_exceeded", "usage_limit_reached");
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int LONGEST = 1000;

    private Errors() {}

    /** The failure, with the limit before it. */
    static List<AgentEvent> events(JsonNode error, InstantSource clock) {
        AgentEvent.Failure failure = failure(error);
        return LIMITS.contains(failure.kind()) ? List.of(limit(error.path("data"), clock), failure) : List.of(failure);
    }

    /** The words of a message: an error event of a model's stream comes as the JSON that it was. */
    static String words(String message) {
        return plain(Json.parse(message).path("message").asText(message));
    }

    /** A text without colours and stack, and not too long. */
    static String plain(String text) {
        String plain = STACK.matcher(ANSI.matcher(text).replaceAll(""))
                .replaceFirst("")
                .strip();
        return plain.length() <= LONGEST ? plain : plain.substring(0, LONGEST) + "…";
    }

    /** What the standard error of an OpenCode that has ended says of the reason. */
    static AgentEvent.Failure ofStderr(String stderr) {
        String text = plain(McpLog.without(stderr));
        int start = text.lastIndexOf("Error: ");
        String said = start < 0 ? text : text.substring(start + "Error: ".length());
        String first = said.lines().findFirst().orElse("it did not say why").strip();
        if (said.startsWith("Session not found")) {
            return sessionNotFound();
        }
        return text.contains("not valid JSON") || text.contains("Configuration is invalid")
                ? failed(
                        "bad_config",
                        "OpenCode can't read its configuration: " + first.replaceAll("[:.\\s]+$", "") + ". Correct it.")
                : failed("opencode_failed", "OpenCode ended: " + first);
    }

    /**
     * Why the server did not do what it was asked for.
     *
     * @param what the request, in a word
     */
    static AgentEvent.Failure ofAnswer(String what, OpenCodeApi.Answer answer) {
        JsonNode data = answer.body().path("data");
        String name = answer.body().path("name").asText("no reason given");
        String why = plain(data.path("message").asText(name));
        if (name.startsWith("Config")) {
            return badConfig(data.path("path").asText("its configuration"), data, why);
        }
        return failed(
                "request_refused",
                "OpenCode's server refused the request '" + what + "' (HTTP " + answer.status() + "): " + why);
    }

    /** Its message shows the whole file, with what is wrong after it. */
    private static AgentEvent.Failure badConfig(String file, JsonNode data, String message) {
        int errors = message.indexOf("--- Errors ---");
        String issue = data.path("issues")
                .path(0)
                .path("message")
                .asText(errors < 0 ? message : message.substring(errors + 14));
        String first = issue.strip().lines().findFirst().orElse("it does not say why");
        return failed("bad_config", "OpenCode can't read " + file + ": " + first + ". Correct it.");
    }

    static AgentEvent.Failure sessionNotFound() {
        return failed(
                "session_not_found",
                "OpenCode does not know the session that is to go on. Start a new one, or use the executable that had it.");
    }

    static AgentEvent.Failure failed(String kind, String message) {
        return new AgentEvent.Failure(kind, message, OptionalInt.empty());
    }

    private static AgentEvent.Failure failure(JsonNode error) {
        JsonNode data = error.path("data");
        String name = error.path("name").asText("unknown");
        String said = data.path("message").asText(name);
        String message = words(said);
        JsonNode status = data.path("statusCode");
        OptionalInt code = status.canConvertToInt() ? OptionalInt.of(status.intValue()) : OptionalInt.empty();
        if (message.contains(NO_PROVIDERS)) {
            return failed("authentication_failed", "OpenCode has no model that it can use." + SIGN_IN);
        }
        Matcher model = UNKNOWN_MODEL.matcher(message);
        if (model.find()) {
            return failed(
                    "unknown_model",
                    "OpenCode knows no model '" + model.group(1)
                            + "'. Models are named provider/model; 'opencode models' lists them.");
        }
        if (REFUSED_MODEL.matcher(message).find()) {
            return new AgentEvent.Failure("unknown_model", message + ANOTHER_MODEL, code);
        }
        if (message.startsWith(NO_CONNECTION)) {
            return failed("connection_failed", message + " Check the network, and the base URL of the model provider.");
        }
        return switch (code.orElse(0)) {
            case 401, 403 -> new AgentEvent.Failure("authentication_failed", message + SIGN_IN, code);
            case TOO_MANY_REQUESTS -> new AgentEvent.Failure("rate_limit", message, code);
            default ->
                new AgentEvent.Failure(
                        Json.text(Json.parse(said).path("code")).orElseGet(() -> kind(name, code)), message, code);
        };
    }

    private static String kind(String name, OptionalInt status) {
        return switch (name) {
            // Without a status there was no answer.
            case "APIError" -> status.isPresent() ? "api_error" : "connection_failed";
            case "ProviderAuthError" -> "authentication_failed";
            case "ContextOverflowError" -> "context_overflow";
            default ->
                name.replaceAll("(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_")
                        .toLowerCase(Locale.ROOT);
        };
    }

    private static AgentEvent.Limit limit(JsonNode data, InstantSource clock) {
        return new AgentEvent.Limit(true, Optional.empty(), reset(data, clock), JsonSlice.nullValue());
    }

    /** The body says it exactly, the header in seconds from now. */
    private static Optional<Instant> reset(JsonNode data, InstantSource clock) {
        JsonNode at = Json.parse(data.path("responseBody").asText("null"))
                .path("error")
                .path("resets_at");
        if (at.canConvertToLong()) {
            return Optional.of(Instant.ofEpochSecond(at.longValue()));
        }
        String after = data.path("responseHeaders").path("retry-after").asText();
        return after.matches("\\d{1,9}")
                ? Optional.of(clock.instant().plusSeconds(Long.parseLong(after)))
                : Optional.empty();
    }
}
