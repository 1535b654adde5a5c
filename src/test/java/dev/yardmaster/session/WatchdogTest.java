package dev.yardmaster.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yardmaster.session.Watchdog.Finding;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class WatchdogTest {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private final long start = System.nanoTime() - SECOND.toNanos();
    private final Watchdog watchdog = new Watchdog(new Limits(), start);

    @Test
    void shouldFindNothingWrongWithinAllLimits() {
        // When
        Finding finding = watchdog.look(after(Limits.FIRST_EVENT), false, true, false);

        // Then
        assertThat(finding).isEqualTo(new Finding.Well());
    }

    @Test
    void shouldTellWhenTheCliSaysNothingAtAll() {
        // When
        Finding finding = watchdog.look(after(Limits.FIRST_EVENT.plus(SECOND)), false, true, false);

        // Then
        assertThat(finding)
                .isEqualTo(new Finding.Expired(
                        "The first-event watchdog ended the session: the CLI printed no event within 1m30s."));
    }

    @Test
    void shouldTellWhenATurnGoesQuiet() {
        // When
        Finding finding = watchdog.look(after(Limits.IDLE.plus(SECOND)), true, true, false);

        // Then
        assertThat(finding)
                .isEqualTo(new Finding.Expired("The idle watchdog ended the session: nothing happened for 10m."));
    }

    @Test
    void shouldStartTheIdleTimeAnewWithEachEvent() {
        // Given
        watchdog.event();

        // When
        Finding finding = watchdog.look(after(Limits.IDLE.plus(SECOND)), true, true, false);

        // Then
        assertThat(finding).isEqualTo(new Finding.Well());
    }

    @Test
    void shouldLetASessionWithoutATurnBeQuiet() {
        // When
        Finding finding = watchdog.look(after(Limits.IDLE.plus(SECOND)), false, false, false);

        // Then
        assertThat(finding).isEqualTo(new Finding.Well());
    }

    @Test
    void shouldTellWhenTheSessionLastsTooLong() {
        // When
        Finding finding = watchdog.look(after(Limits.WALL_CLOCK.plus(SECOND)), true, false, false);

        // Then
        assertThat(finding)
                .isEqualTo(new Finding.Expired(
                        "The wall-clock watchdog ended the session: the session lasted longer than 4h."));
    }

    @Test
    void shouldTellWhenTheCliStaysThoughItsInputIsClosed() {
        // Given
        watchdog.inputClosed();

        // When
        Finding finding =
                watchdog.look(System.nanoTime() + Limits.EXIT.plus(SECOND).toNanos(), true, false, true);

        // Then
        assertThat(finding).isEqualTo(new Finding.DoesNotExit());
    }

    @Test
    void shouldGiveTheCliTimeToExit() {
        // Given
        watchdog.inputClosed();

        // When
        Finding finding = watchdog.look(System.nanoTime(), true, false, true);

        // Then
        assertThat(finding).isEqualTo(new Finding.Well());
    }

    private long after(Duration time) {
        return start + time.toNanos();
    }

    private record Limits() implements SessionConfig {
        static final Duration FIRST_EVENT = Duration.ofSeconds(90);
        static final Duration IDLE = Duration.ofMinutes(10);
        static final Duration WALL_CLOCK = Duration.ofHours(4);
        static final Duration EXIT = Duration.ofSeconds(5);

        @Override
        public Duration firstEventTimeout() {
            return FIRST_EVENT;
        }

        @Override
        public Duration idleTimeout() {
            return IDLE;
        }

        @Override
        public Duration wallClockTimeout() {
            return WALL_CLOCK;
        }

        @Override
        public Duration exitGrace() {
            return EXIT;
        }

        @Override
        public Duration terminateGrace() {
            return EXIT;
        }

        @Override
        public Duration shutdownTimeout() {
            return EXIT;
        }
    }
}
