package dev.yardmaster.limit;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.YardmasterException;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A user's report of a limit. Exactly one of {@code blockedUntil} and {@code for} must be set.
 *
 * @param executable the name of the limited executable
 * @param model the limited models: a part of their names; by default all models
 * @param window the name of the limit; the report replaces the known limit with this name
 * @param blockedUntil when the limit ends, within 32 days
 * @param duration how long the limit lasts, at most 32 days
 * @param text an explanation for people
 */
record LimitSpec(
        @NotNull(message = "is missing: name the executable that is limited")
        String executable,

        Optional<
                        @Pattern(
                                regexp = "[\\x21-\\x7e]{1,200}",
                                message = "must be 1 to 200 characters without blanks")
                        String>
                model,

        Optional<
                        @Pattern(
                                regexp = "[a-z0-9_-]{1,64}",
                                message = "must be 1 to 64 lower-case letters, digits, underscores and hyphens")
                        String>
                window,

        Optional<Instant> blockedUntil,
        @JsonProperty("for") Optional<Duration> duration,
        Optional<@Size(max = 1000, message = "must have at most 1000 characters") String> text) {
    /** The end of the limit. Throws {@code invalid_request} if both fields or none are set, or if the end is not within 32 days. */
    Instant until(Instant now) {
        if (blockedUntil.isPresent() == duration.isPresent()) {
            throw new YardmasterException(
                    ErrorCode.INVALID_REQUEST,
                    "The request must say when the limit ends: set either 'blockedUntil' or 'for', not both.");
        }
        return blockedUntil
                .map(at -> within(now, at, "blockedUntil", at.toString()))
                .or(() -> duration.map(time -> within(now, after(now, time), "for", time.toString())))
                .orElseThrow();
    }

    private static Instant within(Instant now, Instant at, String field, String value) {
        if (at.isAfter(now) && !at.isAfter(now.plus(LimitReport.MAX_DURATION))) {
            return at;
        }
        String wrong = at.isAfter(now) ? "The end is too far in the future" : "The end is not in the future";
        throw new YardmasterException(
                        ErrorCode.INVALID_REQUEST,
                        wrong + ". A limit must end within the next " + LimitReport.MAX_DURATION.toDays() + " days.")
                .in(field, value);
    }

    /** Bounds the duration, because {@link Instant} cannot represent every sum. */
    private static Instant after(Instant now, Duration time) {
        Duration max = LimitReport.MAX_DURATION;
        Duration bounded = time.compareTo(max) > 0 ? max.plusDays(1) : time;
        return bounded.isNegative() ? now : now.plus(bounded);
    }
}
