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
 * What a clock on somebody's wall shows.
 *
 * @param precision how long it shows that; the moment which is meant can be the last of it
 */
record WallClockTime(LocalTime time, Duration precision, ZoneId zone) {
    private static final Map<String, ZoneId> ZONES = zones();

    /** The zone with a name, however that is written; UTC for one that nobody knows. */
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

    /** The first time from {@code now} on at which it shows that, on one of these days; the end of that time if it has begun. */
    Optional<Instant> next(Stream<LocalDate> days, Instant now) {
        return days.flatMap(this::on)
                .map(start -> start.isBefore(now) ? start.plus(precision) : start)
                .filter(at -> at.isAfter(now) || at.equals(now))
                .findFirst();
    }

    /** Twice on the day on which the clock is put back; moved on by the hour that is left out where it is put forward. */
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
