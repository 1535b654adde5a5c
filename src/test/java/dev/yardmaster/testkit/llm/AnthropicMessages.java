package dev.yardmaster.testkit.llm;

import java.io.IOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;

/** The Anthropic Messages API, {@code POST /v1/messages}, as Claude Code uses it. */
final class AnthropicMessages implements LlmDialect {
    @Override
    public boolean understands(LlmRequest request) {
        return request.method().equals("POST") && request.path().equals("/v1/messages");
    }

    @Override
    public void answer(Answer answer, LlmRequest request, HttpConnection connection) throws IOException {
        AnthropicAnswer reply = new AnthropicAnswer(answer, request.model(), toolFor(answer, request));
        Map<String, String> headers = unified(answer.quota().orElseGet(AnthropicMessages::plenty));
        if (request.stream()) {
            new AnthropicStream(connection, headers).send(reply);
        } else {
            connection.json(200, headers, reply.json());
        }
    }

    @Override
    public void refuse(Refusal refusal, HttpConnection connection) throws IOException {
        switch (refusal) {
            case Refusal.SubscriptionLimit(Quota quota) ->
                error(
                        connection,
                        429,
                        subscriptionHeaders(quota),
                        "rate_limit_error",
                        "This request would exceed" + " your account's rate limit. Please try again later.");
            case Refusal.ApiKeyLimit limit ->
                error(
                        connection,
                        429,
                        apiKeyHeaders(limit),
                        "rate_limit_error",
                        "This request would exceed" + " your organization's rate limit of 50 requests per minute.");
            case Refusal.Overloaded _ -> error(connection, 529, Map.of(), "overloaded_error", "Overloaded");
            case Refusal.ServerError _ -> error(connection, 500, Map.of(), "api_error", "Internal server error");
            case Refusal.AuthError _ -> error(connection, 401, Map.of(), "authentication_error", "invalid x-api-key");
        }
    }

    /** No tool once the last message brings a tool's result, or when the request offers none. */
    private static Optional<ToolCall> toolFor(Answer answer, LlmRequest request) {
        if (request.tools().isEmpty() || bringsToolResult(request)) {
            return Optional.empty();
        }
        return answer.tools().stream()
                .filter(tool -> request.tools().contains(tool.name()))
                .findFirst()
                .or(() -> answer.tools().stream().findFirst());
    }

    private static boolean bringsToolResult(LlmRequest request) {
        var messages = request.body().path("messages");
        var content = messages.path(messages.size() - 1).path("content");
        return StreamSupport.stream(content.spliterator(), false)
                .anyMatch(block -> block.path("type").asText().equals("tool_result"));
    }

    private static Quota plenty() {
        return Quota.allowed(0.25, Instant.now().plusSeconds(3600));
    }

    private static Map<String, String> subscriptionHeaders(Quota quota) {
        Map<String, String> headers = new LinkedHashMap<>(unified(quota));
        headers.put("retry-after", Long.toString(quota.secondsLeft()));
        headers.put("x-should-retry", "true");
        return headers;
    }

    private static Map<String, String> apiKeyHeaders(Refusal.ApiKeyLimit limit) {
        return Map.of(
                "retry-after",
                Long.toString(limit.retryAfter().toSeconds()),
                "anthropic-ratelimit-requests-limit",
                "50",
                "anthropic-ratelimit-requests-remaining",
                "0",
                "anthropic-ratelimit-requests-reset",
                Instant.now().plus(limit.retryAfter()).toString());
    }

    /** The headers of a subscription: the five-hour window as told, the weekly one a day longer and with room left. */
    private static Map<String, String> unified(Quota quota) {
        String prefix = "anthropic-ratelimit-unified-";
        String reset = Long.toString(quota.resetsAt().getEpochSecond());
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put(prefix + "status", quota.status());
        headers.put(prefix + "reset", reset);
        headers.put(prefix + "representative-claim", "five_hour");
        headers.put(prefix + "5h-status", quota.status());
        headers.put(prefix + "5h-reset", reset);
        headers.put(prefix + "5h-utilization", Double.toString(quota.utilization()));
        headers.put(prefix + "7d-status", "allowed");
        headers.put(prefix + "7d-reset", Long.toString(quota.resetsAt().getEpochSecond() + 86_400));
        headers.put(prefix + "7d-utilization", "0.4");
        headers.put(prefix + "fallback-percentage", "0.5");
        headers.put(prefix + "overage-status", "rejected");
        headers.put(prefix + "overage-disabled-reason", "org_level_disabled");
        return headers;
    }

    private static void error(
            HttpConnection connection, int status, Map<String, String> headers, String type, String message)
            throws IOException {
        connection.json(status, headers, """
                {"type":"error","error":{"type":"%s","message":"%s"}}""".formatted(type, message));
    }
}
