package dev.yardmaster.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class ResetTimesPropertyTest {
    private static final Instant FIRST = Instant.parse("2025-01-01T00:00:00Z");
    private static final int SECONDS = 4 * 366 * 86_400;

    private static final List<String> PIECES = List.of(
            "resets ",
            "try again ",
            "at ",
            "in ",
            "after ",
            "retry-after: ",
            "retry-after-ms",
            "tomorrow ",
            "|",
            " · ",
            " ∙ ",
            " - ",
            ", ",
            ":",
            ".",
            " ",
            "(",
            ")",
            "(UTC)",
            "(Europe/Berlin)",
            "(Etc/GMT+5)",
            "(America/St_Johns)",
            "(",
            "Feb ",
            "Dec ",
            "May ",
            "Oct 24",
            "Mon ",
            "sunday ",
            "29",
            "30",
            "31",
            "0",
            "00",
            "12",
            "2026",
            "2028",
            "9999",
            "T",
            "Z",
            "am",
            "pm",
            " PM",
            "h",
            "m",
            "s",
            "ms",
            " days",
            " weeks",
            " hours and ",
            "1749924000",
            "1775000000",
            "999999999999",
            "2026-02-30T25:61:00",
            "th",
            " de ",
            "jul. ",
            "Wed, 31 Feb 2026 00:00:00 GMT",
            "’",
            "\u202f",
            "\0",
            "日",
            "\ud83d");

    private static Stream<Long> seeds() {
        return IntStream.range(0, 20).mapToObj(Long::valueOf);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void shouldStayWithinAYearForAnyText(long seed) {
        // Given
        Random random = new Random(seed);
        for (int i = 0; i < 5_000; i++) {
            Instant now = time(random);
            String text = text(random);

            // When
            var found = ResetTimes.find(text, now, Optional.empty());

            // Then
            found.ifPresent(
                    at -> assertThat(at).as("'%s' at %s", text, now).isBetween(now, now.plus(Duration.ofDays(366))));
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void shouldNeverExceedTheWindow(long seed) {
        // Given
        Random random = new Random(seed);
        for (int i = 0; i < 5_000; i++) {
            Instant now = time(random);
            Duration window = Duration.ofMinutes(1 + random.nextInt(31 * 1440));
            String text = text(random);

            // When
            var found = ResetTimes.find(text, now, Optional.of(window));

            // Then
            found.ifPresent(at ->
                    assertThat(at).as("'%s' at %s in %s", text, now, window).isBetween(now, now.plus(window)));
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void shouldReadAStampOfAnUnknownZoneWithinTheWindow(long seed) {
        // Given
        Random random = new Random(seed);
        Duration window = Duration.ofHours(5);
        for (int i = 0; i < 500; i++) {
            Instant now = time(random);
            Instant reset = now.plusSeconds(1 + random.nextInt(5 * 3600));
            ZoneOffset zone = ZoneOffset.ofHours(random.nextInt(27) - 12);
            String written = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").format(reset.atZone(zone));

            // When
            var found = ResetTimes.find("Your limit will reset at " + written, now, Optional.of(window));

            // Then
            assertThat(found).as("%s at %s", written, now).isPresent();
            assertThat(found.orElseThrow()).isBetween(now, now.plus(window));
            if (zone.getTotalSeconds() == 8 * 3600) {
                assertThat(found).contains(reset.truncatedTo(ChronoUnit.SECONDS));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void shouldReadATimeInAnyZone(long seed) {
        // Given
        Random random = new Random(seed);
        List<String> zones = List.of(
                "UTC", "Europe/Berlin", "America/New_York", "Asia/Calcutta", "Australia/Lord_Howe", "Etc/GMT+5");
        for (int i = 0; i < 500; i++) {
            Instant now = time(random);
            Instant reset = now.plusSeconds(60 + random.nextInt(40 * 86_400)).truncatedTo(ChronoUnit.MINUTES);
            String zone = zones.get(random.nextInt(zones.size()));
            String written = DateTimeFormatter.ofPattern("MMM d, h:mma", Locale.ENGLISH)
                    .format(reset.atZone(WallClockTime.zone(zone)));

            // When
            var found = ResetTimes.find(
                    "Weekly limit reached · resets " + written + " (" + zone + ")", now, Optional.empty());

            // Then: when summer time ends, the found hour can be the first or the second of the same name.
            assertThat(found).as("%s at %s in %s", written, now, zone).isPresent();
            assertThat(Duration.between(found.orElseThrow(), reset).abs()).isLessThanOrEqualTo(Duration.ofHours(1));
            assertThat(DateTimeFormatter.ofPattern("MMM d, h:mma", Locale.ENGLISH)
                            .format(found.orElseThrow().atZone(WallClockTime.zone(zone))))
                    .isEqualTo(written);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1s ",
                "in 1s1m",
                "in 1 day, ",
                "Dec 2, ",
                "12:",
                "1",
                "(",
                "retry-after-",
                "·∙ -",
                "a",
                "tomorrow at "
            })
    void shouldNotBacktrackWithoutEndInLongTexts(String piece) {
        // Given
        String text = piece.repeat(1_000_000 / piece.length());

        // When
        Executable find = () -> ResetTimes.find(text, FIRST, Optional.empty());

        // Then
        assertTimeoutPreemptively(Duration.ofSeconds(30), find);
    }

    private static Instant time(Random random) {
        return FIRST.plusSeconds(random.nextInt(SECONDS)).plusMillis(random.nextInt(1000));
    }

    private static String text(Random random) {
        if (random.nextInt(10) == 0) {
            return random.ints(random.nextInt(60), 0, 0x10000)
                    .mapToObj(c -> String.valueOf((char) c))
                    .collect(Collectors.joining());
        }
        return random.ints(1 + random.nextInt(12), 0, PIECES.size())
                .mapToObj(PIECES::get)
                .collect(Collectors.joining());
    }
}
