package dev.yardmaster.follow;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Numbers, sizes and times as people read them. */
final class Quantities {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT);
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("d MMM HH:mm", Locale.ENGLISH);
    private static final DateTimeFormatter YEAR = DateTimeFormatter.ofPattern("d MMM uuuu HH:mm", Locale.ENGLISH);
    private static final long MINUTE = 60;
    private static final long HOUR = 60 * MINUTE;
    private static final long DAY_SECONDS = 24 * HOUR;

    private Quantities() {}

    /** A count, such as {@code 12.3k}. */
    static String count(long count) {
        return count < 1_000
                ? Long.toString(count)
                : count < 999_950 ? rounded(count / 1e3) + "k" : rounded(count / 1e6) + "M";
    }

    /** A number of bytes, such as {@code 3.4 kB}. */
    static String bytes(long bytes) {
        return bytes < 1_000
                ? bytes + " B"
                : bytes < 999_950 ? rounded(bytes / 1e3) + " kB" : rounded(bytes / 1e6) + " MB";
    }

    /** A number of things. */
    static String of(long count, String one, String several) {
        return count + " " + (count == 1 ? one : several);
    }

    /** A cost in US dollars. */
    static String dollars(double cost) {
        return String.format(Locale.ROOT, cost < 1 ? "$%.4f" : "$%.2f", cost);
    }

    /** A length of time, rounded up, such as {@code 1 h 12 min}. */
    static String duration(Duration duration) {
        long seconds = duration.plusMillis(999).toSeconds();
        if (seconds < MINUTE) {
            return seconds + " s";
        }
        long minutes = (seconds + MINUTE - 1) / MINUTE * MINUTE;
        return minutes < HOUR
                ? minutes / MINUTE + " min"
                : minutes < DAY_SECONDS
                        ? two(minutes / HOUR, "h", minutes % HOUR / MINUTE, "min")
                        : two(minutes / DAY_SECONDS, "d", minutes % DAY_SECONDS / HOUR, "h");
    }

    /** A time with the time that is left until then, such as {@code 14:05, in 1 h 12 min}. */
    static String countdown(Instant time, Clock clock) {
        Duration left = Duration.between(clock.instant(), time);
        return local(time, clock) + (left.isPositive() ? ", in " + duration(left) : ", which has passed");
    }

    /** A time in the zone of the clock, with its day if that is not today. */
    static String local(Instant time, Clock clock) {
        ZonedDateTime local = time.atZone(clock.getZone());
        ZonedDateTime now = clock.instant().atZone(clock.getZone());
        return (local.toLocalDate().equals(now.toLocalDate()) ? TIME : local.getYear() == now.getYear() ? DAY : YEAR)
                .format(local);
    }

    private static String two(long large, String largeUnit, long small, String smallUnit) {
        return large + " " + largeUnit + (small == 0 ? "" : " " + small + " " + smallUnit);
    }

    private static String rounded(double number) {
        return String.format(Locale.ROOT, "%.1f", number);
    }
}
