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
 * What a user says of a limit. Either {@code blockedUntil} or {@code for} is given.
 *
 * @param executable whom it limits
 * @param model the models that it is for: a piece of their names; by default all
 * @param window which limit it is; one that was reported by its name is replaced
 * @param blockedUntil when it is over, within 32 days
 * @param duration how long it lasts, up to 32 days
 * @param text why, for people
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
    /** When it is over. Throws {@code invalid_request} unless that is said once, and lies within 32 days. */
    Instant until(Instant now) {
        if (blockedUntil.isPresent() == duration.isPresent()) {
            throw new YardmasterException(
                    ErrorCode.INVALID_REQUEST, "Say how long the limit lasts: give either 'blockedUntil' or 'for'.");
        }
        return blockedUntil
                .map(at -> within(now, at, "blockedUntil", at.toString()))
                .or(() -> duration.map(time -> within(now, after(now, time), "for", time.toString())))
                .orElseThrow();
    }

    private static Instant within(Instant now, Instant at, String field, String value) {
        if (at.isAfter(now) && !at.isAfter(now.plus(LimitReport.LONGEST))) {
            return at;
        }
        String wrong = at.isAfter(now) ? "That is too far away" : "That is over already";
        throw new YardmasterException(
                        ErrorCode.INVALID_REQUEST,
                        wrong + ": a limit ends within " + LimitReport.LONGEST.toDays() + " days.")
                .in(field, value);
    }

    /** Times that no calendar has are far away. */
    private static Instant after(Instant now, Duration time) {
        Duration bounded = time.compareTo(LimitReport.LONGEST) > 0 ? LimitReport.LONGEST.plusDays(1) : time;
        return bounded.isNegative() ? now : now.plus(bounded);
    }
}
