package dev.yardmaster.dispatch;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.YardmasterException;
import jakarta.validation.constraints.Size;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A request for a pause. Without {@code until} and {@code for} the pause lasts until a user ends it.
 *
 * @param until when the pause ends
 * @param duration how long the pause lasts; {@code for} in JSON
 * @param reason for other users
 */
record PauseSpec(
        Optional<Instant> until,
        @JsonProperty("for") Optional<Duration> duration,
        Optional<@Size(min = 1, max = 1000, message = "must have 1 to 1000 characters") String> reason) {
    static final PauseSpec UNLIMITED = new PauseSpec(Optional.empty(), Optional.empty(), Optional.empty());

    private static final Duration LONGEST = Duration.ofDays(3660);

    /**
     * When the pause ends by itself; empty if only a user ends it.
     *
     * @throws YardmasterException {@code invalid_request} if both {@code until} and {@code for} are given, or the end is not within the next
     *     ten years
     */
    Optional<Instant> end(Instant now) {
        if (until.isPresent() && duration.isPresent()) {
            throw new YardmasterException(
                    ErrorCode.INVALID_REQUEST, "A pause takes either 'until' or 'for', not both. Remove one of them.");
        }
        until.ifPresent(at -> check(Duration.between(now, clamped(now, at)), "until", at.toString()));
        duration.ifPresent(time -> check(time, "for", time.toString()));
        return until.or(() -> duration.map(now::plus));
    }

    /** Moves extreme times closer, so that the duration to them does not overflow. */
    private static Instant clamped(Instant now, Instant at) {
        Instant last = now.plus(LONGEST).plusSeconds(1);
        return at.isAfter(last) ? last : at.isBefore(now) ? now : at;
    }

    private static void check(Duration time, String field, String value) {
        if (!time.isPositive() || time.compareTo(LONGEST) > 0) {
            throw new YardmasterException(
                            ErrorCode.INVALID_REQUEST,
                            "A pause must end within the next ten years. Leave '" + field
                                    + "' out for a pause that lasts until it is resumed.")
                    .in(field, value);
        }
    }
}
