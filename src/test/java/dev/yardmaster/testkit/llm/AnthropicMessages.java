package dev.yardmaster.testkit.llm;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** The Anthropic Messages API, {@code POST /v1/messages}, as Claude Code uses it. */
final class AnthropicMessages implements LlmDialect {
    private static final String MANY_REQUESTS =
            "This request would exceed your organization's rate limit of 50 requests per minute.";

    /** The error event about too many requests with an API key. */
    static final String KEY_LIMIT = fields("rate_limit_error", MANY_REQUESTS);

    @Override
    public boolean understands(LlmRequest request) {
        return request.method().equals("POST") && request.path().equals("/v1/messages");
    }

    @Override
    public void answer(Answer answer, LlmRequest request, HttpConnection connection) throws IOException {
        AnthropicAnswer reply = new AnthropicAnswer(answer, request.model(), toolFor(answer, request));
        Map<String, String> headers = AnthropicHeaders.of(answer);
        if (request.stream()) {
            new AnthropicStream(connection, headers).send(reply);
        } else {
            switch (answer.delivery().ending()) {
                case COMPLETE, STALL -> connection.json(200, headers, reply.json());
                case DISCONNECT -> connection.reset();
                case LIMIT -> refuse(Scenario.apiKeyLimit(Duration.ofSeconds(1)), connection);
            }
        }
    }

    @Override
    public void refuse(Refusal refusal, HttpConnection connection) throws IOException {
        switch (refusal) {
            case Refusal.SubscriptionLimit(Quota quota) ->
                connection.json(429, AnthropicHeaders.limited(quota), error("rate_limit_error", """
                        This request would exceed your account's rate limit. Please try again later."""));
            case Refusal.ApiKeyLimit(Duration retryAfter) ->
                connection.json(429, AnthropicHeaders.limited(retryAfter), error("rate_limit_error", MANY_REQUESTS));
            case Refusal.Overloaded _ -> connection.json(529, Map.of(), error("overloaded_error", "Overloaded"));
            case Refusal.ServerError _ -> connection.json(500, Map.of(), error("api_error", "Internal server error"));
            case Refusal.AuthError _ ->
                connection.json(401, Map.of(), error("authentication_error", "invalid x-api-key"));
            case Refusal.UnknownModel(String model) ->
                connection.json(404, Map.of(), error("not_found_error", "model: " + model));
        }
    }

    /** Returns no tool call if the last message contains a tool's result, or the request offers no tools. */
    private static Optional<ToolCall> toolFor(Answer answer, LlmRequest request) {
        if (request.tools().isEmpty() || (!answer.more() && request.endsWithToolResult())) {
            return Optional.empty();
        }
        return answer.tools().stream()
                .filter(tool -> request.tools().contains(tool.name()))
                .findFirst()
                .or(() -> answer.tools().stream().findFirst());
    }

    private static String error(String type, String message) {
        return "{\"type\":\"error\"," + fields(type, message) + "}";
    }

    private static String fields(String type, String message) {
        return """
                "error":{"type":"%s","message":"%s"}""".formatted(type, message);
    }
}
