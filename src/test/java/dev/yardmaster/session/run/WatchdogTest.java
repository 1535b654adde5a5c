package dev.yardmaster.session.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yardmaster.json.JsonSlice;
import dev.yardmaster.provider.AgentEvent;
import dev.yardmaster.session.run.Watchdog.Finding;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class WatchdogTest {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final AgentEvent RETRY =
            new AgentEvent.Retry(1, Duration.ZERO, OptionalInt.empty(), "overloaded", Optional.empty());
    private static final AgentEvent MESSAGE = new AgentEvent.Message("m", JsonSlice.ofString("hello"));

    private final ManualTime time = new ManualTime();
    private final Watchdog watchdog = new Watchdog(new TestSessionConfig(), time::nanoTime);

    @Test
    void shouldFindNothingWithinAllBounds() {
        // Given
        time.advance(TestSessionConfig.FIRST_EVENT);

        // When
        Finding finding = watchdog.check(false, true);

        // Then
        assertThat(finding).isEqualTo(new Finding.Healthy());
    }

    @Test
    void shouldEndACliThatPrintsNothing() {
        // Given
        time.advance(TestSessionConfig.FIRST_EVENT.plus(SECOND));

        // When
        Finding finding = watchdog.check(false, true);

        // Then
        assertThat(finding)
                .isEqualTo(new Finding.Expired(
                        "The first-event watchdog ended the session: the CLI printed no event within 1m30s."));
    }

    @Test
    void shouldEndATurnWithoutEvents() {
        // Given
        time.advance(TestSessionConfig.IDLE.plus(SECOND));

        // When
        Finding finding = watchdog.check(true, true);

        // Then
        assertThat(finding)
                .isEqualTo(new Finding.Expired("The idle watchdog ended the session: nothing happened for 10m."));
    }

    @Test
    void shouldRestartTheIdleTimeWithEachEvent() {
        // Given
        time.advance(SECOND);
        watchdog.observe(List.of(RETRY, MESSAGE));
        time.advance(TestSessionConfig.IDLE);

        // When
        Finding finding = watchdog.check(true, true);

        // Then
        assertThat(finding).isEqualTo(new Finding.Healthy());
    }

    @Test
    void shouldNotTakeARetryForProgress() {
        // Given
        time.advance(SECOND);
        watchdog.observe(List.of(RETRY));
        time.advance(TestSessionConfig.IDLE);

        // When
        Finding finding = watchdog.check(true, true);

        // Then
        assertThat(finding).isInstanceOf(Finding.Expired.class);
    }

    @Test
    void shouldLetASessionWithoutATurnBeIdle() {
        // Given
        time.advance(TestSessionConfig.IDLE.plus(SECOND));

        // When
        Finding finding = watchdog.check(false, false);

        // Then
        assertThat(finding).isEqualTo(new Finding.Healthy());
    }

    @Test
    void shouldEndASessionThatLastsTooLong() {
        // Given
        time.advance(TestSessionConfig.WALL_CLOCK.plus(SECOND));

        // When
        Finding finding = watchdog.check(true, false);

        // Then
        assertThat(finding)
                .isEqualTo(new Finding.Expired(
                        "The wall-clock watchdog ended the session: the session lasted longer than 4h."));
    }

    @Test
    void shouldCountFromTheStart() {
        // Given
        time.advance(TestSessionConfig.WALL_CLOCK);
        watchdog.start();
        time.advance(SECOND);

        // When
        Finding finding = watchdog.check(false, true);

        // Then
        assertThat(finding).isEqualTo(new Finding.Healthy());
    }

    @Test
    void shouldFindThatTheCliDoesNotExitAfterItsInputWasClosed() {
        // Given
        watchdog.inputClosed();
        time.advance(TestSessionConfig.EXIT.plus(SECOND));

        // When
        Finding finding = watchdog.check(true, false);

        // Then
        assertThat(finding).isEqualTo(new Finding.DoesNotExit());
    }

    @Test
    void shouldLetTheCliFinishItsTurnAfterItsInputWasClosed() {
        // Given
        watchdog.inputClosed();
        time.advance(TestSessionConfig.EXIT.plus(SECOND));

        // When
        Finding finding = watchdog.check(true, true);

        // Then
        assertThat(finding).isEqualTo(new Finding.Healthy());
    }

    @Test
    void shouldGiveTheCliTimeToExit() {
        // Given
        time.advance(SECOND);
        watchdog.inputClosed();
        time.advance(TestSessionConfig.EXIT);

        // When
        Finding finding = watchdog.check(true, false);

        // Then
        assertThat(finding).isEqualTo(new Finding.Healthy());
    }
}
