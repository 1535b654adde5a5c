package dev.yardmaster.follow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yardmaster.testkit.ManualClock;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuantitiesTest {
    @ParameterizedTest
    @CsvSource({
        "PT0.2S, 1 s",
        "PT59S, 59 s",
        "PT59.5S, 1 min",
        "PT61S, 2 min",
        "PT59M30S, 1 h",
        "PT1H12M, 1 h 12 min",
        "PT23H59M1S, 1 d",
        "PT50H30M, 2 d 2 h"
    })
    void shouldRoundLengthsOfTimeUp(Duration duration, String text) {
        // When
        String written = Quantities.duration(duration);

        // Then
        assertThat(written).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "2026-01-02T14:05:00Z | 14:05, in 11 h 1 min",
                "2026-01-03T01:00:00Z | 3 Jan 01:00, in 21 h 56 min",
                "2027-01-01T00:00:00Z | 1 Jan 2027 00:00, in 363 d 20 h",
                "2026-01-02T03:04:05Z | 03:04, which has passed"
            })
    void shouldCountDown(Instant time, String text) {
        // Given
        Clock clock = new ManualClock();

        // When
        String written = Quantities.countdown(time, clock);

        // Then
        assertThat(written).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({
        "999, 999, 999 B",
        "1000, 1.0k, 1.0 kB",
        "999949, 999.9k, 999.9 kB",
        "999950, 1.0M, 1.0 MB",
        "12345678, 12.3M, 12.3 MB"
    })
    void shouldShortenLargeNumbers(long number, String count, String bytes) {
        // When
        String written = Quantities.count(number);

        // Then
        assertThat(written).isEqualTo(count);
        assertThat(Quantities.bytes(number)).isEqualTo(bytes);
    }
}
