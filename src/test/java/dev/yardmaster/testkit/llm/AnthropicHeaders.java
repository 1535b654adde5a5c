package dev.yardmaster.testkit.llm;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** The response headers of the Anthropic API about rate limits. */
final class AnthropicHeaders {
    private static final String UNIFIED = "anthropic-ratelimit-unified-";
    private static final String REQUESTS = "anthropic-ratelimit-requests-";

    private AnthropicHeaders() {}

    /** Returns the headers of an answer: those of a subscription, by default with quota left. Clients with an API key ignore them. */
    static Map<String, String> of(Answer answer) {
        return unified(
                answer.quota().orElseGet(() -> Quota.allowed(0.25, Instant.now().plusSeconds(3600))));
    }

    /** Returns the headers for a subscription without quota. */
    static Map<String, String> limited(Quota quota) {
        Map<String, String> headers = unified(quota);
        headers.put("retry-after", Long.toString(quota.secondsLeft()));
        headers.put("x-should-retry", "true");
        return headers;
    }

    /** Returns the headers for an API key with too many requests. */
    static Map<String, String> limited(Duration retryAfter) {
        Map<String, String> headers = new HashMap<>();
        headers.put("retry-after", Long.toString(retryAfter.toSeconds()));
        headers.put(REQUESTS + "limit", "50");
        headers.put(REQUESTS + "remaining", "0");
        headers.put(REQUESTS + "reset", Instant.now().plus(retryAfter).toString());
        return headers;
    }

    /** The five-hour window has the given quota; the weekly window has quota left and resets a day later. */
    private static Map<String, String> unified(Quota quota) {
        long reset = quota.resetsAt().getEpochSecond();
        Map<String, String> headers = new HashMap<>();
        headers.put(UNIFIED + "status", quota.status());
        headers.put(UNIFIED + "reset", Long.toString(reset));
        headers.put(UNIFIED + "representative-claim", "five_hour");
        headers.put(UNIFIED + "5h-status", quota.status());
        headers.put(UNIFIED + "5h-reset", Long.toString(reset));
        headers.put(UNIFIED + "5h-utilization", Double.toString(quota.utilization()));
        headers.put(UNIFIED + "7d-status", "allowed");
        headers.put(UNIFIED + "7d-reset", Long.toString(reset + 86_400));
        headers.put(UNIFIED + "7d-utilization", "0.4");
        headers.put(UNIFIED + "fallback-percentage", "0.5");
        headers.put(UNIFIED + "overage-status", "rejected");
        headers.put(UNIFIED + "overage-disabled-reason", "org_level_disabled");
        return headers;
    }
}
