package dev.yardmaster.session.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yardmaster.json.JsonSlice;
import dev.yardmaster.provider.AgentEvent;
import dev.yardmaster.session.run.SessionWork.WaitsFor;
import dev.yardmaster.session.run.Watchdog.Finding;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How long a CLI may take to exit after its input or its output was closed. */
class WatchdogExitTest {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final AgentEvent MESSAGE = new AgentEvent.Message("m", JsonSlice.ofString("hello"));

    private final ManualTime time = new ManualTime();
    private final Watchdog watchdog =
            new Watchdog(new TestSessionConfig(), new TestSessionConfig().wallClockTimeout(), time::nanoTime);

    @Test
    void shouldFindThatTheCliDoesNotExitAfterItsInputWasClosed() {
        // Given
        watchdog.inputClosed();
        time.advance(TestSessionConfig.EXIT.plus(SECOND));

        // When
        Finding finding = watchdog.check(WaitsFor.NOTHING);

        // Then
        assertThat(finding).isEqualTo(new Finding.DoesNotExit());
    }

    @Test
    void shouldLetTheCliFinishItsTurnAfterItsInputWasClosed() {
        // Given
        watchdog.inputClosed();
        time.advance(TestSessionConfig.EXIT.plus(SECOND));

        // When
        Finding finding = watchdog.check(WaitsFor.TURN);

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
        Finding finding = watchdog.check(WaitsFor.NOTHING);

        // Then
        assertThat(finding).isEqualTo(new Finding.Healthy());
    }

    @Test
    void shouldGiveTheCliTimeToExitAfterATurnThatItStartedByItself() {
        // Given
        watchdog.inputClosed();
        watchdog.observe(List.of(MESSAGE));
        time.advance(Duration.ofMinutes(1));
        watchdog.check(WaitsFor.TURN);
        time.advance(TestSessionConfig.EXIT);

        // When
        Finding finding = watchdog.check(WaitsFor.NOTHING);

        // Then
        assertThat(finding).isEqualTo(new Finding.Healthy());
    }

    @Test
    void shouldGiveTheCliTimeToStartATurnByItself() {
        // Given
        watchdog.inputClosed();
        time.advance(TestSessionConfig.FIRST_EVENT);

        // When
        Finding finding = watchdog.check(WaitsFor.OWN_TURN);

        // Then
        assertThat(finding).isEqualTo(new Finding.Healthy());
        time.advance(SECOND);
        assertThat(watchdog.check(WaitsFor.OWN_TURN)).isEqualTo(new Finding.DoesNotExit());
    }

    @Test
    void shouldEndACliThatClosedItsOutputInATurn() {
        // Given
        watchdog.outputClosed();
        time.advance(TestSessionConfig.EXIT.plus(SECOND));

        // When
        Finding finding = watchdog.check(WaitsFor.TURN);

        // Then
        assertThat(finding)
                .isEqualTo(new Finding.Expired(
                        "The agent's CLI closed its output before its turn was over, and did not exit."));
    }

    @Test
    void shouldGiveACliThatClosedItsOutputTimeToExit() {
        // Given
        time.advance(SECOND);
        watchdog.outputClosed();
        time.advance(TestSessionConfig.EXIT);

        // When
        Finding finding = watchdog.check(WaitsFor.TURN);

        // Then
        assertThat(finding).isEqualTo(new Finding.Healthy());
    }

    @Test
    void shouldFindThatACliThatClosedItsOutputAfterItsWorkDoesNotExit() {
        // Given
        watchdog.outputClosed();
        time.advance(TestSessionConfig.EXIT.plus(SECOND));

        // When
        Finding finding = watchdog.check(WaitsFor.NOTHING);

        // Then
        assertThat(finding).isEqualTo(new Finding.DoesNotExit());
    }
}
