package dev.yardmaster.trigger;

import com.cronutils.model.Cron;
import com.cronutils.model.definition.CronDefinition;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.YardmasterException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.zone.ZoneOffsetTransition;
import java.util.Optional;

/**
 * The times of a cron expression in a time zone. Pure.
 *
 * @param zone the time zone in which the fields of the expression are read
 */
record Schedule(ExecutionTime times, ZoneId zone) {
    private static final CronDefinition DEFINITION = CronDefinitionBuilder.defineCron()
            .withSeconds()
            .withValidRange(0, 59)
            .and()
            .withMinutes()
            .withValidRange(0, 59)
            .and()
            .withHours()
            .withValidRange(0, 23)
            .and()
            .withDayOfMonth()
            .withValidRange(1, 31)
            .supportsL()
            .and()
            .withMonth()
            .withValidRange(1, 12)
            .and()
            .withDayOfWeek()
            .withValidRange(0, 7)
            .withMondayDoWValue(1)
            .withIntMapping(7, 0)
            .supportsHash()
            .supportsL()
            .and()
            .instance();

    private static final int LONGEST = 200;
    /** The changes of the clocks in ten years. */
    private static final int MOST_CHANGES = 20;

    /**
     * The schedule of an expression; throws {@code invalid_request} with the field.
     *
     * @param cron five fields, or six with the seconds before them
     * @param zone an IANA id, such as {@code Europe/Berlin}
     */
    static Schedule of(String cron, String zone) {
        return new Schedule(ExecutionTime.forCron(parse(cron.strip())), zone(zone));
    }

    /**
     * The first time after another one; empty if there is none. Times that a change of the clocks leaves out become the time of the change.
     * Of times that occur twice the first one counts, unless the hour of the expression is any hour.
     */
    Optional<Instant> next(Instant after) {
        Optional<Instant> next =
                times.nextExecution(ZonedDateTime.ofInstant(after, zone)).map(ZonedDateTime::toInstant);
        return leftOut(after, next.orElse(Instant.MAX)).or(() -> next);
    }

    /** The first change of the clocks between two times that leaves out a time of the expression. */
    private Optional<Instant> leftOut(Instant after, Instant before) {
        ZoneOffsetTransition change = zone.getRules().nextTransition(after);
        for (int i = 0;
                i < MOST_CHANGES && change != null && change.getInstant().isBefore(before);
                i++) {
            if (change.isGap() && hasTimeIn(change)) {
                return Optional.of(change.getInstant());
            }
            change = zone.getRules().nextTransition(change.getInstant());
        }
        return Optional.empty();
    }

    private boolean hasTimeIn(ZoneOffsetTransition gap) {
        ZonedDateTime start = gap.getDateTimeBefore().atZone(ZoneOffset.UTC);
        ZonedDateTime end = gap.getDateTimeAfter().atZone(ZoneOffset.UTC);
        return times.nextExecution(start.minusSeconds(1)).filter(end::isAfter).isPresent();
    }

    private static Cron parse(String text) {
        int fields = text.split("\\s+").length;
        if (text.length() > LONGEST || fields < 5 || fields > 6) {
            throw invalid(
                    "must have five fields (minute, hour, day of month, month, day of week), or six with the second before them");
        }
        try {
            return new CronParser(DEFINITION)
                    .parse(fields == 5 ? "0 " + text : text)
                    .validate();
        } catch (IllegalArgumentException e) {
            throw invalid("is not a cron expression: "
                    + String.valueOf(e.getMessage()).replaceFirst("\\.$", ""));
        }
    }

    private static ZoneId zone(String id) {
        try {
            return ZoneId.of(id);
        } catch (DateTimeException _) {
            throw YardmasterException.ofField(
                    ErrorCode.INVALID_REQUEST,
                    "timeZone",
                    "is '" + id + "', which is no time zone; use an IANA id such as Europe/Berlin or UTC");
        }
    }

    private static YardmasterException invalid(String problem) {
        return YardmasterException.ofField(ErrorCode.INVALID_REQUEST, "cron", problem);
    }
}
