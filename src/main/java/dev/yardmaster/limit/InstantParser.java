package dev.yardmaster.limit;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Patterns of times that are independent of a time zone: epochs, HTTP headers, ISO dates, and durations from now. */
final class InstantParser {
    private static final long FIRST_MILLISECONDS = 100_000_000_000L;

    private static final String NUMBER = "\\d{1,12}(?:\\.\\d{1,9})?";
    private static final String SPAN = "(" + NUMBER + ") ?"
            + "(weeks?|w|days?|d|hours?|hrs?|h|minutes?|mins?|milliseconds?|msecs?|ms|m|seconds?|secs?|s)(?![a-z])";
    private static final Pattern ONE_SPAN = Pattern.compile(SPAN, Pattern.CASE_INSENSITIVE);

    private static final String CLOCK = "\\d\\d:\\d\\d(?<seconds>:\\d\\d(?:\\.\\d{1,9})?)?";
    private static final String ZONE = "(?: ?(?<offset>Z|(?:UTC|GMT)(?:[+-]\\d\\d?(?::\\d\\d)?)?|[+-]\\d\\d:?\\d\\d)"
            + "| ?\\((?<zone>[^()]{1,64})\\))?";

    static final List<TimePattern> PATTERNS = List.of(
            TimePattern.exactly(
                    "retry[-_ ]?after[-_ ]?ms\\W{0,4}(\\d{1,12})(?!\\d)",
                    (match, now) -> now.plusMillis(Long.parseLong(match.group(1)))),
            TimePattern.exactly(
                    "(?:retry[-_ ]?after|resets?_in_seconds)\\W{0,4}(" + NUMBER + ")(?![\\d.:]| ?[a-z])",
                    (match, now) -> now.plus(span(match.group(1), "s"))),
            TimePattern.exactly(
                    "(?<![\\w.])(\\d{10,13})(?!\\w|\\.\\d)", (match, _) -> epoch(Long.parseLong(match.group(1)))),
            TimePattern.of(
                    "(?<![\\w-])(?<date>\\d{4}-\\d\\d-\\d\\d)(?:(?:T|,? (?:at )?)(?<time>" + CLOCK + ")|(?! ?\\d))"
                            + ZONE + "(?![\\w:-])",
                    InstantParser::stamp),
            TimePattern.exactly(
                    "(?:mon|tue|wed|thu|fri|sat|sun), \\d{1,2} [a-z]{3} \\d{4} \\d\\d:\\d\\d:\\d\\d GMT",
                    (match, _) -> ZonedDateTime.parse(match.group(), DateTimeFormatter.RFC_1123_DATE_TIME)
                            .toInstant()),
            TimePattern.exactly(
                    "\\b(?:in|after|wait)[: ]+(?:for )?(?:about )?(?:" + SPAN + "[, ]*(?:and )?){1,8}",
                    (match, now) -> now.plus(sum(match.group()))),
            TimePattern.exactly("\\bin less than a minute", (_, now) -> now.plus(Duration.ofMinutes(1))));

    private InstantParser() {}

    /** Reads a number as seconds, or as milliseconds if that many seconds are after the year 5000. */
    private static Instant epoch(long number) {
        return number < FIRST_MILLISECONDS ? Instant.ofEpochSecond(number) : Instant.ofEpochMilli(number);
    }

    private static Optional<Instant> stamp(Matcher match, Horizon horizon) {
        LocalTime time = group(match, "time").map(LocalTime::parse).orElse(LocalTime.MIDNIGHT);
        LocalDateTime at = LocalDate.parse(match.group("date")).atTime(time);
        return group(match, "offset")
                .map(offset -> ZoneId.of(offset.toUpperCase(Locale.ROOT)))
                .or(() -> group(match, "zone").map(WallClockTime::zone))
                .map(zone -> at.atZone(zone).toInstant())
                .or(() -> new NaiveStamp(at, match.group("seconds") != null).within(horizon));
    }

    private static Optional<String> group(Matcher match, String name) {
        return Optional.ofNullable(match.group(name));
    }

    private static Duration sum(String spans) {
        return ONE_SPAN.matcher(spans)
                .results()
                .map(span -> span(span.group(1), span.group(2)))
                .reduce(Duration.ZERO, Duration::plus);
    }

    private static Duration span(String number, String unit) {
        BigDecimal millis = new BigDecimal(number).multiply(BigDecimal.valueOf(millis(unit.toLowerCase(Locale.ROOT))));
        return Duration.ofMillis(millis.setScale(0, RoundingMode.CEILING).longValueExact());
    }

    private static long millis(String unit) {
        if (unit.startsWith("ms") || unit.startsWith("mil")) {
            return 1;
        }
        return switch (unit.charAt(0)) {
            case 'w' -> 604_800_000;
            case 'd' -> 86_400_000;
            case 'h' -> 3_600_000;
            case 'm' -> 60_000;
            default -> 1_000;
        };
    }
}
