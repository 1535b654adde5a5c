package dev.yardmaster.testkit.llm;

import java.time.Duration;
import java.time.Instant;

/**
 * What a subscription's headers say of its five-hour window.
 *
 * @param status the header's word
 * @param utilization how much of the window is used, 0 to 1
 * @param resetsAt when it starts anew; told in whole seconds
 */
public record Quota(String status, double utilization, Instant resetsAt) {
    public static Quota allowed(double utilization, Instant resetsAt) {
        return new Quota("allowed", utilization, resetsAt);
    }

    public static Quota warning(double utilization, Instant resetsAt) {
        return new Quota("allowed_warning", utilization, resetsAt);
    }

    public static Quota rejected(Instant resetsAt) {
        return new Quota("rejected", 1, resetsAt);
    }

    /** Whole seconds until the reset, at least 1. */
    long secondsLeft() {
        return Math.max(1, Duration.between(Instant.now(), resetsAt).toSeconds());
    }
}
