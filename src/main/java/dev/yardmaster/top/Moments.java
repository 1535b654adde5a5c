package dev.yardmaster.top;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Times and lengths of time as the screen shows them, at one moment. */
record Moments(Instant now, ZoneId zone) {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);
    private static final DateTimeFormatter DAY_AND_TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);

    /** A time, with its day unless that is today. */
    String time(Instant at) {
        ZonedDateTime local = at.atZone(zone);
        return (local.toLocalDate().equals(now.atZone(zone).toLocalDate()) ? TIME : DAY_AND_TIME).format(local);
    }

    /** The time until a moment, to the second: {@code 1h 02m 03s}. It is 0 only when the moment has come. */
    String until(Instant at) {
        Duration left = Duration.between(now, at);
        long seconds = left.isNegative() ? 0 : left.plusNanos(999_999_999).toSeconds();
        return exact(seconds);
    }

    /** The time since a moment, in its two largest units: {@code 2d 3h}. */
    String since(Instant at) {
        String[] parts =
                exact(Math.max(0, Duration.between(at, now).toSeconds())).split(" ");
        return parts.length == 1 ? parts[0] : parts[0] + " " + parts[1];
    }

    private static String exact(long seconds) {
        long days = seconds / 86_400;
        long hours = seconds / 3600 % 24;
        long minutes = seconds / 60 % 60;
        if (days > 0) {
            return "%dd %02dh %02dm %02ds".formatted(days, hours, minutes, seconds % 60);
        }
        if (hours > 0) {
            return "%dh %02dm %02ds".formatted(hours, minutes, seconds % 60);
        }
        return minutes > 0 ? "%dm %02ds".formatted(minutes, seconds % 60) : seconds + "s";
    }
}
