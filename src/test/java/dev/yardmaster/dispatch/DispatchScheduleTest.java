package dev.yardmaster.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DispatchScheduleTest {
    private static final Instant NOW = Instant.parse("2026-03-11T12:00:00Z");
    private static final Duration MAX = Duration.ofSeconds(5);

    @ParameterizedTest
    @CsvSource({
        // In seconds: the end of the pause, the next scheduled task, the next reset; the expected wait.
        "  ,   ,   , 5",
        "9 , 8 , 7 , 5",
        "9 , 8 , 4 , 4",
        "9 , 3 , 4 , 3",
        "2 , 3 , 4 , 2",
        // A task that is due does not count: it is released now, and the next schedule holds the one after it.
        "  , 0 , 4 , 4",
        "  , -9,   , 5",
    })
    void shouldWaitForTheFirstChange(Long pause, Long scheduled, Long reset, long expected) {
        // Given
        var schedule = new DispatchSchedule(
                NOW,
                in(pause).map(until -> new PauseRepository.Pause(Optional.of(until), Optional.empty())),
                in(scheduled),
                in(reset));

        // When
        Duration wait = schedule.untilNext(MAX);

        // Then
        assertThat(wait).isEqualTo(Duration.ofSeconds(expected));
    }

    @Test
    void shouldNotRoundTheWait() {
        // Given
        var schedule = new DispatchSchedule(NOW, Optional.empty(), Optional.empty(), Optional.of(NOW.plusNanos(1000)));

        // When
        Duration wait = schedule.untilNext(MAX);

        // Then
        assertThat(wait).isEqualTo(Duration.ofNanos(1000));
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, 0, 1})
    void shouldBeDueOnceAScheduledTimeIsReached(long scheduled) {
        // Given
        var schedule = new DispatchSchedule(NOW, Optional.empty(), in(scheduled), Optional.empty());

        // When
        boolean due = schedule.isDue();

        // Then
        assertThat(due).isEqualTo(scheduled <= 0);
    }

    private static Optional<Instant> in(@Nullable Long seconds) {
        return Optional.ofNullable(seconds).map(NOW::plusSeconds);
    }
}
