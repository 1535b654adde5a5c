package dev.yardmaster.testkit.llm;

import java.time.Duration;
import java.time.Instant;

/**
 * The state of a subscription's five-hour window, as in the headers.
 *
 * @param status the value of the status header
 * @param utilization the used part of the window, 0 to 1
 * @param resetsAt when the window starts again; the headers contain whole seconds
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

    /** Returns the whole seconds until the reset, at least 1. */
    long secondsLeft() {
        return Math.max(1, Duration.between(Instant.now(), resetsAt).toSeconds());
    }
}
