package dev.yardmaster.limit;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The time in which a limit can end.
 *
 * @param now when the provider reported the limit
 * @param window the longest duration of the limit; empty if the kind of the limit is unknown
 */
record Horizon(Instant now, Optional<Duration> window) {
    /** Later times are not the end of a limit. */
    private static final Duration MAX_DISTANCE = Duration.ofDays(366);

    /** Whether a limit whose kind is unknown could end at this time. */
    boolean isNear(Instant at) {
        return !at.isBefore(now) && !at.isAfter(now.plus(MAX_DISTANCE));
    }

    /** Whether this limit can end at this time. */
    boolean covers(Instant at) {
        return isNear(at) && !at.isAfter(latest());
    }

    /** This time, or the latest possible end of the limit if that is earlier. */
    Instant bounded(Instant at) {
        return at.isAfter(latest()) ? latest() : at;
    }

    private Instant latest() {
        return now.plus(window.orElse(MAX_DISTANCE));
    }
}
