package dev.yardmaster.dispatch;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.YardmasterException;
import jakarta.validation.constraints.Size;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What a user says of a pause. Without {@code until} and {@code for} it lasts until it is ended by hand.
 *
 * @param until when it is over
 * @param duration how long it lasts
 * @param reason why, for people
 */
record PauseSpec(
        Optional<Instant> until,
        @JsonProperty("for") Optional<Duration> duration,
        Optional<@Size(min = 1, max = 1000, message = "must have 1 to 1000 characters") String> reason) {
    static final PauseSpec FOR_GOOD = new PauseSpec(Optional.empty(), Optional.empty(), Optional.empty());

    private static final Duration LONGEST = Duration.ofDays(3660);

    /** When it is over by itself. Throws {@code invalid_request} when that is said twice, or is not within the next ten years. */
    Optional<Instant> end(Instant now) {
        if (until.isPresent() && duration.isPresent()) {
            throw new YardmasterException(
                    ErrorCode.INVALID_REQUEST, "Say once how long the pause lasts: give either 'until' or 'for'.");
        }
        until.ifPresent(at -> check(Duration.between(now, clamped(now, at)), "until", at.toString()));
        duration.ifPresent(time -> check(time, "for", time.toString()));
        return until.or(() -> duration.map(now::plus));
    }

    /** Times that are too far to be counted are too far away. */
    private static Instant clamped(Instant now, Instant at) {
        Instant last = now.plus(LONGEST).plusSeconds(1);
        return at.isAfter(last) ? last : at.isBefore(now) ? now : at;
    }

    private static void check(Duration time, String field, String value) {
        if (!time.isPositive() || time.compareTo(LONGEST) > 0) {
            throw new YardmasterException(
                            ErrorCode.INVALID_REQUEST,
                            "A pause ends within the next ten years, or when it is ended by hand: leave '" + field
                                    + "' out for that.")
                    .in(field, value);
        }
    }
}
