package dev.yardmaster.limit;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Patterns of local times and dates. The time zone is the one after the time, else UTC. A time without a date is the next such time. A date
 * without a year is the next such date.
 */
final class LocalTimeParser {
    private static final String MONTH =
            "\\b(?<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
                    + "|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\\b\\.?";
    private static final String WEEKDAY = "\\b(?<weekday>mon|tue|wed|thu|fri|sat|sun)(?:s|nes|rs|ur)?(?:day)?\\b";
    private static final String DAY = "(?<day>\\d{1,2})(?:st|nd|rd|th)?\\b";
    private static final String BETWEEN = "[ ,·∙•|–—-]*(?:at )?";
    private static final String TIME =
            "(?<![\\w:.])(?:(?<hour>1[0-2]|0?\\d)(?::(?<minute>[0-5]\\d))?(?::[0-5]\\d)? ?(?<half>[ap])\\.?m\\b"
                    + "|(?<hour24>[01]?\\d|2[0-3]):(?<minute24>[0-5]\\d)(?::[0-5]\\d)?(?![\\w:]))";
    private static final String ZONE = "\\.?(?:[ ·∙•|-]*\\((?<zone>[^()]{1,64})\\))?";
    private static final String MAYBE_TIME = "(?:" + BETWEEN + TIME + ")?" + ZONE;

    /** The first three letters of the months in the languages that were observed in Codex: English, Spanish, Portuguese. */
    private static final List<List<String>> MONTHS = List.of(
            List.of("jan", "ene"),
            List.of("feb", "fev"),
            List.of("mar"),
            List.of("apr", "abr"),
            List.of("may", "mai"),
            List.of("jun"),
            List.of("jul"),
            List.of("aug", "ago"),
            List.of("sep", "set"),
            List.of("oct", "out"),
            List.of("nov"),
            List.of("dec", "dic", "dez"));

    static final List<TimePattern> PATTERNS = List.of(
            TimePattern.of(
                    MONTH + " ?" + DAY + "(?:,? (?<year>\\d{4})\\b(?!:))?" + MAYBE_TIME, LocalTimeParser::onDate),
            TimePattern.of(
                    "\\b" + DAY + " (?:de )?(?<month>[a-z]{3,10})\\.?,? (?:de )?(?<year>\\d{4})\\b" + MAYBE_TIME,
                    LocalTimeParser::onDate),
            TimePattern.of("\\btomorrow\\b" + MAYBE_TIME, LocalTimeParser::tomorrow),
            TimePattern.of(WEEKDAY + BETWEEN + TIME + ZONE, LocalTimeParser::onWeekday),
            TimePattern.of(TIME + ZONE, LocalTimeParser::anyDay));

    private LocalTimeParser() {}

    private static Optional<Instant> onDate(Matcher match, Horizon horizon) {
        Instant now = horizon.now();
        WallClockTime clock = clock(match);
        MonthDay day = MonthDay.of(month(match.group("month")), Integer.parseInt(match.group("day")));
        int thisYear = clock.today(now).getYear();
        IntStream years = group(match, "year")
                .map(year -> IntStream.of(Integer.parseInt(year)))
                .orElseGet(() -> IntStream.of(thisYear, thisYear + 1));
        return clock.next(years.filter(day::isValidYear).mapToObj(day::atYear), now);
    }

    private static Optional<Instant> tomorrow(Matcher match, Horizon horizon) {
        Instant now = horizon.now();
        WallClockTime clock = clock(match);
        return clock.next(Stream.of(clock.today(now).plusDays(1)), now);
    }

    private static Optional<Instant> onWeekday(Matcher match, Horizon horizon) {
        Instant now = horizon.now();
        WallClockTime clock = clock(match);
        DayOfWeek weekday = weekday(match.group("weekday"));
        return clock.next(days(clock, now, 7).filter(day -> day.getDayOfWeek() == weekday), now);
    }

    private static Optional<Instant> anyDay(Matcher match, Horizon horizon) {
        Instant now = horizon.now();
        WallClockTime clock = clock(match);
        return clock.next(days(clock, now, 1), now);
    }

    private static Stream<LocalDate> days(WallClockTime clock, Instant now, int ahead) {
        return IntStream.rangeClosed(0, ahead).mapToObj(clock.today(now)::plusDays);
    }

    /** The precision is one minute, because the texts have no seconds; one day if the text has no time. */
    private static WallClockTime clock(Matcher match) {
        ZoneId zone = group(match, "zone").map(WallClockTime::zone).orElse(ZoneOffset.UTC);
        return time(match)
                .map(time -> new WallClockTime(time, Duration.ofMinutes(1), zone))
                .orElseGet(() -> new WallClockTime(LocalTime.MIDNIGHT, Duration.ofDays(1), zone));
    }

    private static Optional<LocalTime> time(Matcher match) {
        Optional<LocalTime> twelve = group(match, "hour")
                .map(hour -> LocalTime.of(
                        Integer.parseInt(hour) % 12 + (match.group("half").equalsIgnoreCase("p") ? 12 : 0),
                        group(match, "minute").map(Integer::parseInt).orElse(0)));
        return twelve.or(() -> group(match, "hour24")
                .map(hour -> LocalTime.of(Integer.parseInt(hour), Integer.parseInt(match.group("minute24")))));
    }

    private static int month(String name) {
        String letters = name.substring(0, 3).toLowerCase(Locale.ROOT);
        return IntStream.range(0, MONTHS.size())
                        .filter(month -> MONTHS.get(month).contains(letters))
                        .findFirst()
                        .orElseThrow(() -> new DateTimeException("'" + name + "' is not the name of a month"))
                + 1;
    }

    private static DayOfWeek weekday(String letters) {
        return Arrays.stream(DayOfWeek.values())
                .filter(day -> day.name().startsWith(letters.toUpperCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow();
    }

    private static Optional<String> group(Matcher match, String name) {
        return Optional.ofNullable(match.group(name));
    }
}
