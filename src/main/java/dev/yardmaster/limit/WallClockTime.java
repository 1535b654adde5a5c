package dev.yardmaster.limit;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A local time of day in a zone.
 *
 * @param precision the length of the interval that starts at the time; the intended moment can be at its end
 */
record WallClockTime(LocalTime time, Duration precision, ZoneId zone) {
    private static final Map<String, ZoneId> ZONES = zones();

    /** The zone with a name, in upper or lower case; UTC if the name is unknown. */
    static ZoneId zone(String name) {
        try {
            return Optional.ofNullable(ZONES.get(name.strip()))
                    .orElseGet(() -> ZoneId.of(name.strip().toUpperCase(Locale.ROOT), ZoneId.SHORT_IDS));
        } catch (DateTimeException _) {
            return ZoneOffset.UTC;
        }
    }

    LocalDate today(Instant now) {
        return LocalDate.ofInstant(now, zone);
    }

    /** The first such time on one of these days that is not before {@code now}. If its interval has begun, the end of the interval. */
    Optional<Instant> next(Stream<LocalDate> days, Instant now) {
        return days.flatMap(this::on)
                .map(start -> start.isBefore(now) ? start.plus(precision) : start)
                .filter(at -> at.isAfter(now) || at.equals(now))
                .findFirst();
    }

    /** The time exists twice on the day on which summer time ends. If summer time skips the time, it is moved forward by the gap. */
    private Stream<Instant> on(LocalDate day) {
        LocalDateTime at = day.atTime(time);
        List<ZoneOffset> offsets = zone.getRules().getValidOffsets(at);
        return offsets.isEmpty()
                ? Stream.of(at.atZone(zone).toInstant())
                : offsets.stream().map(at::toInstant);
    }

    private static Map<String, ZoneId> zones() {
        Map<String, ZoneId> zones = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        ZoneId.getAvailableZoneIds().forEach(id -> zones.put(id, ZoneId.of(id)));
        return zones;
    }
}
