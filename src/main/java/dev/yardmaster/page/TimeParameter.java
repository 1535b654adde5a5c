package dev.yardmaster.page;

import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.YardmasterException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;

/** Reads a time from a query parameter. */
public final class TimeParameter {
    private static final int DAY_LENGTH = "2026-01-31".length();

    // PostgreSQL would read times far outside of this range as infinity.
    private static final Instant EARLIEST = Instant.parse("1970-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

    private TimeParameter() {}

    /** The time that a text denotes: a UTC day or a time. Throws {@code invalid_request}. */
    public static Instant parse(String name, String text) {
        return parsed(text)
                .filter(time -> !time.isBefore(EARLIEST) && !time.isAfter(LATEST))
                .orElseThrow(() -> new YardmasterException(
                                ErrorCode.INVALID_REQUEST,
                                "It must be a UTC day such as 2026-01-31, which stands for its midnight, or a time"
                                        + " such as 2026-01-31T12:00:00Z, between 1970 and 9999.")
                        .in(name, text));
    }

    private static Optional<Instant> parsed(String text) {
        try {
            return Optional.of(
                    text.length() == DAY_LENGTH
                            ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
                            : Instant.parse(text));
        } catch (DateTimeException _) {
            return Optional.empty();
        }
    }
}
