package dev.yardmaster.usage;

import dev.yardmaster.page.TimeParameter;
import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.YardmasterException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A time range.
 *
 * @param since the start, inclusive
 * @param until the end, exclusive
 */
record Period(Instant since, Instant until) {
    private static final Duration DEFAULT_LENGTH = Duration.ofDays(30);

    /** Parses a range. By default it ends now and is 30 days long. Throws {@code invalid_request}. */
    static Period of(Optional<String> since, Optional<String> until, Instant now) {
        Instant end = until.map(text -> TimeParameter.parse("until", text)).orElse(now);
        Instant start =
                since.map(text -> TimeParameter.parse("since", text)).orElseGet(() -> end.minus(DEFAULT_LENGTH));
        if (!start.isBefore(end)) {
            throw new YardmasterException(
                    ErrorCode.INVALID_REQUEST,
                    "'since' (" + start + ") must be before 'until' (" + end + "). By default 'until' is now.");
        }
        return new Period(start, end);
    }
}
