package dev.yardmaster.page;

import dev.yardmaster.id.Ids;
import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.YardmasterException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/**
 * A range of times.
 *
 * @param from its start, inclusive
 * @param to its end, exclusive
 */
public record TimeRange(Optional<Instant> from, Optional<Instant> to) {
    // The services create ids and the database stamps rows, and their clocks differ.
    private static final Duration MOST_SKEW = Duration.ofHours(1);

    /** The range of the parameters {@code <name>From} and {@code <name>To}; throws {@code invalid_request}. */
    public static TimeRange parse(String name, Optional<String> from, Optional<String> to) {
        Optional<Instant> start = from.map(text -> TimeParameter.parse(name + "From", text));
        Optional<Instant> end = to.map(text -> TimeParameter.parse(name + "To", text));
        if (start.isPresent() && end.isPresent() && !start.get().isBefore(end.get())) {
            throw YardmasterException.ofField(
                    ErrorCode.INVALID_REQUEST,
                    name + "To",
                    "must be later than '" + name + "From', or no time is in the range");
        }
        return new TimeRange(start, end);
    }

    public boolean isEmpty() {
        return from.isEmpty() && to.isEmpty();
    }

    /** Adds the conditions for a column. */
    public void on(String column, Conditions where) {
        where.add(from.map(TimeRange::utc), column + " >= $?").add(to.map(TimeRange::utc), column + " < $?");
    }

    /**
     * Adds conditions for ids, which begin with the time of their creation. They only spare the database the rows far outside of the range,
     * which it would read in vain, because it does not know that ids and times have the same order.
     *
     * @param ids the columns that contain the id
     */
    public void boundIds(List<String> ids, Conditions where) {
        for (String id : ids) {
            where.add(from.map(at -> Ids.firstAt(at.minus(MOST_SKEW))), id + " >= $?");
        }
        createdBeforeEnd(ids, where);
    }

    /** As {@link #boundIds}, if the times are later than the creation. */
    public void createdBeforeEnd(List<String> ids, Conditions where) {
        for (String id : ids) {
            where.add(to.map(at -> Ids.firstAt(at.plus(MOST_SKEW))), id + " < $?");
        }
    }

    private static OffsetDateTime utc(Instant time) {
        return time.atOffset(ZoneOffset.UTC);
    }
}
