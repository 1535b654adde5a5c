package dev.yardmaster.needs;

import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.YardmasterException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * A position in the list of needs: behind a need. The list is in the order of the times and then of the ids, both descending.
 *
 * @param since the time of the need
 * @param id its id
 */
public record Position(Instant since, String id) {
    private static final char SEPARATOR = '_';

    /** Before the first need. */
    static final Position START = new Position(Instant.parse("9999-12-31T00:00:00Z"), "");

    static Position after(Need need) {
        return new Position(need.since(), need.id());
    }

    /** The position of a cursor; throws {@code invalid_cursor}. */
    static Position of(Optional<String> cursor) {
        return cursor.map(Position::parse).orElse(START);
    }

    private static Position parse(String cursor) {
        int separator = cursor.indexOf(SEPARATOR);
        try {
            long micros = Long.parseLong(cursor.substring(0, Math.max(0, separator)));
            return new Position(Instant.EPOCH.plus(micros, ChronoUnit.MICROS), cursor.substring(separator + 1));
        } catch (NumberFormatException | DateTimeException | ArithmeticException _) {
            throw YardmasterException.ofField(
                    ErrorCode.INVALID_CURSOR,
                    "after",
                    "must be the 'next' of a page of this list, not '" + cursor + "'");
        }
    }

    /** The cursor for this position. PostgreSQL stores times in microseconds. */
    String cursor() {
        return ChronoUnit.MICROS.between(Instant.EPOCH, since) + String.valueOf(SEPARATOR) + id;
    }

    /** Whether a need comes behind this position. */
    boolean isBefore(Need need) {
        int order = need.since().compareTo(since);
        return order < 0 || order == 0 && need.id().compareTo(id) < 0;
    }
}
