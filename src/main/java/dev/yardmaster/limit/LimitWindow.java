package dev.yardmaster.limit;

import java.time.Duration;

/** The names of windows that more than one provider has, and how long to wait in each when nobody says until when. */
final class LimitWindow {
    static final String FIVE_HOUR = "five_hour";
    static final String SEVEN_DAY = "seven_day";
    static final String DAILY = "daily";
    static final String MONTHLY = "monthly";
    /** What is paid for beside a subscription, until that starts anew. */
    static final String OVERAGE = "overage";
    /** So many requests or tokens a minute. */
    static final String MINUTE = "minute";

    static final String CREDITS = "credits";
    static final String MANUAL = "manual";
    static final String UNKNOWN = "unknown";

    private LimitWindow() {}

    /** A week's limit of one model beside that of all, named as Claude Code does. */
    static String weekOf(String model) {
        return SEVEN_DAY + "_" + model;
    }

    /** Long enough not to knock in vain all the time, short enough not to lose much. */
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
