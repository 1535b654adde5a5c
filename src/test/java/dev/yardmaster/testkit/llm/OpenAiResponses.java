package dev.yardmaster.testkit.llm;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** The OpenAI Responses API, {@code POST /v1/responses}, as Codex uses it. */
final class OpenAiResponses implements LlmDialect {
    @Override
    public boolean understands(LlmRequest request) {
        return request.method().equals("POST") && request.path().equals("/v1/responses");
    }

    @Override
    public void answer(Answer answer, LlmRequest request, HttpConnection connection) throws IOException {
        OpenAiResponse reply = new OpenAiResponse(answer, request.model(), toolFor(answer, request));
        Map<String, String> headers = answer.quota().map(OpenAiHeaders::of).orElse(Map.of());
        if (request.stream()) {
            new OpenAiStream(connection, headers).send(reply);
        } else if (answer.delivery().ending() == Delivery.Ending.LIMIT) {
            refuse(Scenario.apiKeyLimit(Duration.ofSeconds(1)), connection);
        } else {
            connection.json(200, headers, reply.completed());
        }
    }

    @Override
    public void refuse(Refusal refusal, HttpConnection connection) throws IOException {
        switch (refusal) {
            case Refusal.SubscriptionLimit(Quota quota) ->
                connection.json(429, OpenAiHeaders.of(quota), """
                        {"error":{"type":"usage_limit_reached","message":"The usage limit has been reached",\
                        "plan_type":"plus","resets_at":%d,"resets_in_seconds":%d}}""".formatted(
                                quota.resetsAt().getEpochSecond(), quota.secondsLeft()));
            case Refusal.ApiKeyLimit(Duration retryAfter) ->
                connection.json(
                        429,
                        OpenAiHeaders.limited(retryAfter),
                        error("requests", "rate_limit_exceeded", "Rate limit reached on requests per min (RPM)."));
            case Refusal.Overloaded _ ->
                connection.json(
                        503,
                        Map.of(),
                        error("service_unavailable_error", "server_is_overloaded", "The server is overloaded."));
            case Refusal.ServerError _ ->
                connection.json(500, Map.of(), error("server_error", "server_error", "The server had an error."));
            case Refusal.AuthError _ ->
                connection.json(
                        401,
                        Map.of(),
                        error("invalid_request_error", "invalid_api_key", "Incorrect API key provided: dummy."));
            case Refusal.UnknownModel(String model) ->
                connection.json(
                        400,
                        Map.of(),
                        error(
                                "invalid_request_error",
                                "model_not_found",
                                "The requested model '" + model + "' does not exist."));
        }
    }

    /** Returns no tool call if the last item is a tool's output, or the request offers no tools. */
    private static Optional<ToolCall> toolFor(Answer answer, LlmRequest request) {
        if (request.tools().isEmpty() || (!answer.more() && request.endsWithToolResult())) {
            return Optional.empty();
        }
        return answer.tools().stream()
                .filter(tool -> request.tools().contains(tool.name()))
                .findFirst()
                .or(() -> answer.tools().stream().findFirst());
    }

    private static String error(String type, String code, String message) {
        return """
                {"error":{"message":"%s","type":"%s","param":null,"code":"%s"}}""".formatted(message, type, code);
    }
}
