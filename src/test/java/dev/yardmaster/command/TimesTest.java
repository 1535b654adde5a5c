package dev.yardmaster.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.yardmaster.client.ClientException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimesTest {
    @ParameterizedTest
    @CsvSource({
        "90s, PT90S",
        "30m, PT30M",
        "2h, PT2H",
        "1d, PT24H",
        "1h30m, PT90M",
        "1D2H, PT26H",
        "PT2H, PT2H",
        "0s, PT0S"
    })
    void shouldReadALengthOfTime(String text, Duration expected) {
        assertThat(Times.duration("--for", text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"2030-01-31T09:00:00Z, 2030-01-31T09:00:00Z", "2030-01-31T09:00:00+01:00, 2030-01-31T08:00:00Z"})
    void shouldReadATime(String text, Instant expected) {
        assertThat(Times.time("--until", text)).isEqualTo(expected);
    }

    @Test
    void shouldReadADayAsItsStartInTheZoneOfTheUser() {
        assertThat(Times.time("--until", "2030-01-31").atZone(ZoneId.systemDefault()))
                .isEqualTo(LocalDate.of(2030, 1, 31).atStartOfDay(ZoneId.systemDefault()));
    }

    @Test
    void shouldCountFromNow() {
        // When
        Instant before = Instant.now();
        Instant later = Times.time("--until", "+30m");
        Instant earlier = Times.time("--since", "-1d");
        Instant after = Instant.now();

        // Then
        assertThat(later).isBetween(before.plus(Duration.ofMinutes(30)), after.plus(Duration.ofMinutes(30)));
        assertThat(earlier).isBetween(before.minus(Duration.ofDays(1)), after.minus(Duration.ofDays(1)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "soon",
                "+soon",
                "-",
                "",
                "2030-13-01T00:00:00Z",
                "99999999999999999999d",
                "+999999999999d",
                "2030-02-30"
            })
    void shouldExplainAWrongTime(String text) {
        assertThatThrownBy(() -> Times.time("--until", text))
                .isInstanceOf(ClientException.class)
                .hasMessageStartingWith("--until is '");
    }
}
