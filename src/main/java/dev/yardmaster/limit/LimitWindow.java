package dev.yardmaster.limit;

import java.time.Duration;

/** The names of windows that several providers share, and how long to wait in each if the provider does not report a reset time. */
final class LimitWindow {
    static final String FIVE_HOUR = "five_hour";
    static final String SEVEN_DAY = "seven_day";
    static final String DAILY = "daily";
    static final String MONTHLY = "monthly";
    /** The usage that is paid for in addition to a subscription. */
    static final String OVERAGE = "overage";
    /** The number of requests or tokens per minute. */
    static final String MINUTE = "minute";

    static final String CREDITS = "credits";
    static final String MANUAL = "manual";
    static final String UNKNOWN = "unknown";

    private LimitWindow() {}

    /** The weekly limit of one model, named as Claude Code names it. It exists in addition to the weekly limit of all models. */
    static String weeklyOf(String model) {
        return SEVEN_DAY + "_" + model;
    }

    /** The guessed duration of a limit: long enough to avoid frequent failures, short enough to lose little time. */
    static Duration defaultWait(String window) {
        if (window.startsWith(SEVEN_DAY)) {
            return Duration.ofHours(24);
        }
        return switch (window) {
            case FIVE_HOUR -> Duration.ofHours(1);
            case MONTHLY -> Duration.ofHours(24);
            case CREDITS, OVERAGE -> Duration.ofHours(6);
            default -> Duration.ofMinutes(5);
        };
    }
}
