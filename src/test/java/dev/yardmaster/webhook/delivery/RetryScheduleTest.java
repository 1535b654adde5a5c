package dev.yardmaster.webhook.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RetryScheduleTest {
    private final RetrySchedule schedule =
            new RetrySchedule(Duration.ofSeconds(5), Duration.ofHours(1), Duration.ofHours(24));

    @Test
    void shouldDoubleTheDelayUntilADayHasPassed() {
        // When
        List<Long> seconds = new ArrayList<>();
        Duration since = Duration.ZERO;
        Optional<Duration> delay = schedule.delay(1, since);
        while (delay.isPresent()) {
            seconds.add(delay.get().toSeconds());
            since = since.plus(delay.get());
            delay = schedule.delay(seconds.size() + 1, since);
        }

        // Then
        assertThat(seconds).startsWith(5L, 10L, 20L, 40L, 80L, 160L, 320L, 640L, 1280L, 2560L, 3600L, 3600L);
        assertThat(since).isBetween(Duration.ofHours(24), Duration.ofHours(25));
    }

    @Test
    void shouldLimitTheDelayOfManyAttempts() {
        // When / Then
        assertThat(schedule.delay(Integer.MAX_VALUE, Duration.ZERO)).contains(Duration.ofHours(1));
    }
}
