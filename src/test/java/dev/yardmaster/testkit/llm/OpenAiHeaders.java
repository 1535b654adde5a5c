package dev.yardmaster.testkit.llm;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** The response headers of OpenAI's API about rate limits. */
final class OpenAiHeaders {
    private static final String FIVE_HOURS = "x-codex-primary-";
    private static final String WEEK = "x-codex-secondary-";
    private static final int WEEK_USED_PERCENT = 40;

    private OpenAiHeaders() {}

    /** Returns the headers for a subscription: the quota of the five-hour window, and a weekly window with quota left. */
    static Map<String, String> of(Quota quota) {
        Map<String, String> headers = new HashMap<>();
        headers.put("x-codex-plan-type", "plus");
        put(headers, FIVE_HOURS, 300, (int) Math.round(quota.utilization() * 100), quota.resetsAt());
        put(headers, WEEK, 10_080, WEEK_USED_PERCENT, quota.resetsAt().plus(Duration.ofDays(1)));
        return headers;
    }

    /** Returns the headers for an API key with too many requests. */
    static Map<String, String> limited(Duration retryAfter) {
        return Map.of(
                "retry-after",
                Long.toString(retryAfter.toSeconds()),
                "x-ratelimit-remaining-requests",
                "0",
                "x-ratelimit-reset-requests",
                retryAfter.toSeconds() + "s");
    }

    private static void put(
            Map<String, String> headers, String window, int minutes, int usedPercent, Instant resetsAt) {
        headers.put(window + "used-percent", Integer.toString(usedPercent));
        headers.put(window + "window-minutes", Integer.toString(minutes));
        headers.put(window + "reset-at", Long.toString(resetsAt.getEpochSecond()));
        headers.put(
                window + "reset-after-seconds",
                Long.toString(Duration.between(Instant.now(), resetsAt).toSeconds()));
    }
}
