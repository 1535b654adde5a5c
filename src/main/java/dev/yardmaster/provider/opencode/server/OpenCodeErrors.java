package dev.yardmaster.provider.opencode.server;

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

/** Translates OpenCode's errors into one clear sentence, and into a limit event if a limit caused the error. */
public final class OpenCodeErrors {
    private static final Pattern ANSI = Pattern.compile("\u001b\\[[0-9;?]*[A-Za-z]");
    private static final Pattern UNKNOWN_MODEL = Pattern.compile("Model not found: (\\S+?)[.,]?(?:\\s|$)");
    private static final Pattern REFUSED_MODEL = Pattern.compile("(?i)\\bmodel\\b.* does not exist");
    private static final String ANOTHER_MODEL_HINT = " Give the agent another model; 'opencode models' lists them.";
    private static final String SIGN_IN_HINT =
            " Sign in with 'opencode auth login', or correct the executable's API key.";
    private static final String NO_CONNECTION = "Cannot connect to API: Unable to connect";
    private static final String NO_PROVIDERS = "No providers are available";
    private static final Pattern STACK = Pattern.compile("\\n\\s+at .*", Pattern.DOTALL);
    private static final Pattern STATUS_NAMES = Pattern.compile(
            "Bad Request|Unauthorized|Payment Required|Forbidden|Too Many Requests|Internal Server Error|Service Unavailable");
    private static final Set<String> LIMITS = Set.of("rate_limit", "rate_limit_exceeded", "usage_limit_reached");
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int MAX_LENGTH = 1000;

    private OpenCodeErrors() {}

    /** The failure, preceded by the limit if there is one. */
    public static List<AgentEvent> events(JsonNode error, InstantSource clock) {
        AgentEvent.Failure failure = failure(error);
        return LIMITS.contains(failure.kind()) ? List.of(limit(error.path("data"), clock), failure) : List.of(failure);
    }

    /** The text of a message. OpenCode passes on an error event of the model's stream as JSON. */
    public static String messageText(String message) {
        return cleaned(Json.parse(message).path("message").asText(message));
    }

    /** The text without colors and stack trace, cut to 1000 characters. */
    public static String cleaned(String text) {
        String cleaned = STACK.matcher(ANSI.matcher(text).replaceAll(""))
                .replaceFirst("")
                .strip();
        return cleaned.length() <= MAX_LENGTH ? cleaned : cleaned.substring(0, MAX_LENGTH) + "…";
    }

    /** The reason for an exit in OpenCode's standard error; empty if it contains nothing but the log. */
    public static Optional<AgentEvent.Failure> inStderr(String stderr) {
        return McpLog.withoutLog(stderr).isBlank() ? Optional.empty() : Optional.of(ofStderr(stderr));
    }

    /** The failure of an exit, with the reason from OpenCode's standard error. */
    public static AgentEvent.Failure ofStderr(String stderr) {
        String text = cleaned(McpLog.withoutLog(stderr));
        int start = text.lastIndexOf("Error: ");
        String error = start < 0 ? text : text.substring(start + "Error: ".length());
        String first = error.lines().findFirst().orElse("it gave no reason").strip();
        if (error.startsWith("Session not found")) {
            return sessionNotFound();
        }
        return text.contains("not valid JSON") || text.contains("Configuration is invalid")
                ? fatal(
                        "bad_config",
                        "OpenCode can't read its configuration: " + first.replaceAll("[:.\\s]+$", "") + ". Correct it.")
                : fatal("opencode_failed", "OpenCode ended: " + first);
    }

    /**
     * The failure for an error response of the server.
     *
     * @param what the name of the request
     */
    public static AgentEvent.Failure ofResponse(String what, OpenCodeApi.Response response) {
        JsonNode data = response.body().path("data");
        String name = response.body().path("name").asText("no reason given");
        String why = cleaned(data.path("message").asText(name));
        if (name.startsWith("Config")) {
            return badConfig(data.path("path").asText("its configuration"), data, why);
        }
        return fatal(
                "request_refused",
                "OpenCode's server refused the request '" + what + "' (HTTP " + response.status() + "): " + why);
    }

    /** OpenCode's message contains the whole file, followed by the errors. */
    private static AgentEvent.Failure badConfig(String file, JsonNode data, String message) {
        int errors = message.indexOf("--- Errors ---");
        String issue = data.path("issues")
                .path(0)
                .path("message")
                .asText(errors < 0 ? message : message.substring(errors + 14));
        String first = issue.strip().lines().findFirst().orElse("it gave no reason");
        return fatal("bad_config", "OpenCode can't read " + file + ": " + first + ". Correct it.");
    }

    public static AgentEvent.Failure sessionNotFound() {
        return fatal(
                "session_not_found",
                "OpenCode does not have the session to resume. Start a new session, or use the executable that ran the earlier one.");
    }

    public static AgentEvent.Failure fatal(String kind, String message) {
        return new AgentEvent.Failure(kind, message, OptionalInt.empty());
    }

    private static AgentEvent.Failure failure(JsonNode error) {
        JsonNode data = error.path("data");
        String name = error.path("name").asText("unknown");
        String text = text(data, name);
        String message = messageText(text);
        JsonNode status = data.path("statusCode");
        OptionalInt code = status.canConvertToInt() ? OptionalInt.of(status.intValue()) : OptionalInt.empty();
        if (message.contains(NO_PROVIDERS)) {
            return fatal("authentication_failed", "OpenCode has no usable model." + SIGN_IN_HINT);
        }
        Matcher model = UNKNOWN_MODEL.matcher(message);
        if (model.find()) {
            return fatal(
                    "unknown_model",
                    "OpenCode has no model '" + model.group(1)
                            + "'. Model names have the form provider/model; 'opencode models' lists them.");
        }
        if (REFUSED_MODEL.matcher(message).find()) {
            return new AgentEvent.Failure("unknown_model", message + ANOTHER_MODEL_HINT, code);
        }
        if (message.startsWith(NO_CONNECTION)) {
            return fatal("connection_failed", message + " Check the network, and the base URL of the model provider.");
        }
        return switch (code.orElse(0)) {
            case 401, 403 -> new AgentEvent.Failure("authentication_failed", message + SIGN_IN_HINT, code);
            case TOO_MANY_REQUESTS -> new AgentEvent.Failure("rate_limit", message, code);
            default ->
                new AgentEvent.Failure(
                        Json.text(Json.parse(text).path("code")).orElseGet(() -> kind(name, code)), message, code);
        };
    }

    private static String kind(String name, OptionalInt status) {
        return switch (name) {
            // Without a status the API has not responded.
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

    /** The response body has the exact time; the headers have the time from now, and some the exact time. */
    private static Optional<Instant> reset(JsonNode data, InstantSource clock) {
        JsonNode at = responseBody(data).path("error").path("resets_at");
        return at.canConvertToLong()
                ? Optional.of(Instant.ofEpochSecond(at.longValue()))
                : RetryAfter.of(data.path("responseHeaders"), clock.instant());
    }

    private static JsonNode responseBody(JsonNode data) {
        return Json.parse(data.path("responseBody").asText("null"));
    }

    /**
     * The message of an error. If OpenCode found no message in the API's response, it shows only the name of the HTTP status, and the
     * response body has the API's message.
     */
    private static String text(JsonNode data, String name) {
        String shown = data.path("message").asText(name);
        JsonNode body = responseBody(data);
        return STATUS_NAMES.matcher(shown).matches()
                ? Json.text(body.path("error").path("message"))
                        .or(() -> Json.text(body.path("message")))
                        .map(message -> shown + ": " + message)
                        .orElse(shown)
                : shown;
    }
}
