package dev.yardmaster.limit;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

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

    /** The families of models that have a weekly limit of their own. Other words in the names of windows are not models. */
    static final List<String> MODELS = List.of("opus", "sonnet", "haiku");

    private LimitWindow() {}

    /** The weekly limit of one model, named as Claude Code names it. It exists in addition to the weekly limit of all models. */
    static String weeklyOf(String model) {
        return SEVEN_DAY + "_" + model;
    }

    /** The model whose weekly limit this is; empty for the windows of all models. */
    static Optional<String> modelOf(String window) {
        return MODELS.stream().filter(model -> window.equals(weeklyOf(model))).findFirst();
    }

    /** The longest time from a refusal to the end of the window; empty if it is unknown. */
    static Optional<Duration> longest(String window) {
        if (window.startsWith(SEVEN_DAY)) {
            return Optional.of(Duration.ofDays(7));
        }
        return switch (window) {
            case FIVE_HOUR -> Optional.of(Duration.ofHours(5));
            case DAILY -> Optional.of(Duration.ofDays(1));
            case MONTHLY -> Optional.of(Duration.ofDays(31));
            case MINUTE -> Optional.of(Duration.ofHours(1));
            default -> Optional.empty();
        };
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
