package dev.yardmaster.testkit.llm;

import static dev.yardmaster.testkit.llm.OpenAiChatAnswer.quote;

import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The OpenAI Chat Completions API, {@code POST /v1/chat/completions}, as OpenCode uses it for any compatible provider. */
final class OpenAiChat implements LlmDialect {
    /** The error about too many requests with an API key, in a response and in an event of a stream. */
    static final String KEY_LIMIT = error("requests", "rate_limit_exceeded", """
            Rate limit reached for mock in organization org-mock on requests per min (RPM): Limit 3, Used 3.""");

    @Override
    public boolean understands(LlmRequest request) {
        return request.method().equals("POST") && request.path().equals("/v1/chat/completions");
    }

    @Override
    public void answer(Answer answer, LlmRequest request, HttpConnection connection) throws IOException {
        OpenAiChatAnswer reply = new OpenAiChatAnswer(answer, request.model(), toolFor(answer, request));
        if (request.stream()) {
            new OpenAiChatStream(connection).send(reply);
        } else if (answer.delivery().ending() == Delivery.Ending.LIMIT) {
            refuse(Scenario.apiKeyLimit(Duration.ofSeconds(1)), connection);
        } else {
            connection.json(200, Map.of(), reply.json());
        }
    }

    /**
     * The errors about limits contain a {@code retry-after} header, because clients would otherwise retry at once. The error about missing
     * capacity contains one too, because clients would otherwise increase their delays to more than a minute in total.
     */
    @Override
    public void refuse(Refusal refusal, HttpConnection connection) throws IOException {
        switch (refusal) {
            case Refusal.SubscriptionLimit(Quota quota) ->
                connection.json(429, retryAfter(quota.secondsLeft()), """
                        {"error":{"type":"usage_limit_reached","message":"The usage limit has been reached",\
                        "resets_at":%d,"resets_in_seconds":%d}}""".formatted(
                                quota.resetsAt().getEpochSecond(), quota.secondsLeft()));
            case Refusal.ApiKeyLimit(Duration wait) -> connection.json(429, keyLimit(wait), KEY_LIMIT);
            case Refusal.Overloaded _ ->
                connection.json(503, retryAfter(1), error("service_unavailable_error", "server_is_overloaded", """
                        The server is currently overloaded with other requests. Please retry your request."""));
            case Refusal.ServerError _ -> connection.json(500, Map.of(), error("server_error", "server_error", """
                        The server had an error while processing your request."""));
            case Refusal.AuthError _ ->
                connection.json(401, Map.of(), error("invalid_request_error", "invalid_api_key", """
                        Incorrect API key provided: dummy."""));
            case Refusal.UnknownModel(String model) ->
                connection.json(404, Map.of(), error("invalid_request_error", "model_not_found", """
                        The model `%s` does not exist or you do not have access to it.""".formatted(model)));
        }
    }

    /** Returns no tool call if the last message is a tool's result, or the request offers no tools. */
    private static Optional<ToolCall> toolFor(Answer answer, LlmRequest request) {
        if (request.tools().isEmpty() || (!answer.more() && request.endsWithToolResult())) {
            return Optional.empty();
        }
        return answer.tools().stream()
                .filter(tool -> request.tools().contains(tool.name()))
                .findFirst()
                .or(() -> answer.tools().stream().findFirst());
    }

    private static Map<String, String> keyLimit(Duration wait) {
        Map<String, String> headers = new HashMap<>(retryAfter(wait.toSeconds()));
        headers.put("x-ratelimit-limit-requests", "3");
        headers.put("x-ratelimit-remaining-requests", "0");
        headers.put("x-ratelimit-reset-requests", wait.toSeconds() + "s");
        return headers;
    }

    private static Map<String, String> retryAfter(long seconds) {
        return Map.of("retry-after", Long.toString(seconds));
    }

    private static String error(String type, String code, String message) {
        return """
                {"error":{"message":%s,"type":"%s","param":null,"code":"%s"}}""".formatted(quote(message), type, code);
    }
}
