package dev.yardmaster.session.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yardmaster.json.JsonSlice;
import dev.yardmaster.provider.AgentEvent;
import dev.yardmaster.session.run.SessionWork.WaitsFor;
import dev.yardmaster.session.run.Watchdog.Finding;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What ends a session that is silent or lasts too long, and what is a sign of life. */
class WatchdogTest {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final AgentEvent RETRY =
            new AgentEvent.Retry(1, Duration.ZERO, OptionalInt.empty(), "overloaded", Optional.empty());
    private static final AgentEvent MESSAGE = new AgentEvent.Message("m", JsonSlice.ofString("hello"));
    private static final List<AgentEvent> NO_EVENTS = List.of();

    private final ManualTime time = new ManualTime();
    private final Watchdog watchdog =
            new Watchdog(new TestSessionConfig(), new TestSessionConfig().wallClockTimeout(), time::nanoTime);

    @Test
    void shouldFindNothingWithinAllBounds() {
        // Given
        time.advance(TestSessionConfig.FIRST_EVENT);

        // When
        Finding finding = watchdog.check(WaitsFor.TURN);

        // Then
        assertThat(finding).isEqualTo(new Finding.Healthy());
    }

    @Test
    void shouldEndACliThatPrintsNothing() {
        // Given
        time.advance(TestSessionConfig.FIRST_EVENT.plus(SECOND));

        // When
        Finding finding = watchdog.check(WaitsFor.TURN);

        // Then
        assertThat(finding)
                .isEqualTo(new Finding.Expired(
                        "The first-event watchdog ended the session: the CLI printed nothing within 1m30s."));
    }

    @Test
    void shouldTakeAnyLineForALineOfTheCli() {
        // Given
        watchdog.observe(NO_EVENTS);
        time.advance(TestSessionConfig.FIRST_EVENT.plus(SECOND));

        // When
        Finding finding = watchdog.check(WaitsFor.TURN);

        // Then
        assertThat(finding).isEqualTo(new Finding.Healthy());
    }

    @ParameterizedTest
    @EnumSource(names = {"TURN", "BACKGROUND_TASK"})
    void shouldEndATurnOrATaskInTheBackgroundWithoutLines(WaitsFor waitsFor) {
        // Given
        watchdog.observe(List.of(MESSAGE));
        time.advance(TestSessionConfig.IDLE.plus(SECOND));

        // When
        Finding finding = watchdog.check(waitsFor);

        // Then
        assertThat(finding)
                .isEqualTo(new Finding.Expired("The idle watchdog ended the session: nothing happened for 15m."));
    }

    @Test
    void shouldNotCountTheTimeThatPeopleTake() {
        // Given
        watchdog.observe(NO_EVENTS);
        Duration days = Duration.ofDays(3);

        // When
        time.advance(days);
        Finding waiting = watchdog.check(WaitsFor.APPROVAL);
        time.advance(TestSessionConfig.IDLE);
        Finding decided = watchdog.check(WaitsFor.TURN);

        // Then
        assertThat(waiting).isEqualTo(new Finding.Healthy());
        assertThat(decided).isEqualTo(new Finding.Healthy());
    }

    @Test
    void shouldEndASessionThatIsSilentAfterADecision() {
        // Given
        watchdog.observe(NO_EVENTS);
        time.advance(Duration.ofDays(3));
        watchdog.check(WaitsFor.APPROVAL);

        // When
        time.advance(TestSessionConfig.IDLE.plus(SECOND));

        // Then
        assertThat(watchdog.check(WaitsFor.TURN)).isInstanceOf(Finding.Expired.class);
    }

    @Test
    void shouldGiveAToolCallMoreTime() {
        // Given
        watchdog.observe(List.of(MESSAGE));
        time.advance(TestSessionConfig.TOOL);

        // When
        Finding finding = watchdog.check(WaitsFor.TOOL);

        // Then
        assertThat(finding).isEqualTo(new Finding.Healthy());
    }

    @Test
    void shouldEndAToolCallWithoutLines() {
        // Given
        watchdog.observe(List.of(MESSAGE));
        time.advance(TestSessionConfig.TOOL.plus(SECOND));

        // When
        Finding finding = watchdog.check(WaitsFor.TOOL);

        // Then
        assertThat(finding)
                .isEqualTo(new Finding.Expired(
                        "The tool watchdog ended the session: a tool call was open, and nothing happened for 30m."));
    }

    @Test
    void shouldRestartTheIdleTimeWithEachLine() {
        // Given
        time.advance(SECOND);
        watchdog.observe(NO_EVENTS);
        time.advance(TestSessionConfig.IDLE);

        // When
        Finding finding = watchdog.check(WaitsFor.TURN);

        // Then
        assertThat(finding).isEqualTo(new Finding.Healthy());
    }

    @Test
    void shouldRestartTheIdleTimeWithAnEventBesideARetry() {
        // Given
        time.advance(SECOND);
        watchdog.observe(List.of(RETRY, MESSAGE));
        time.advance(TestSessionConfig.IDLE);

        // When
        Finding finding = watchdog.check(WaitsFor.TURN);

        // Then
        assertThat(finding).isEqualTo(new Finding.Healthy());
    }

    @Test
    void shouldNotTakeRetriesForSignsOfLife() {
        // Given
        watchdog.observe(List.of(MESSAGE));
        time.advance(SECOND);
        watchdog.observe(List.of(RETRY));
        time.advance(TestSessionConfig.IDLE);
        watchdog.observe(NO_EVENTS);
        watchdog.observe(List.of(RETRY));

        // When
        Finding finding = watchdog.check(WaitsFor.TURN);

        // Then
        assertThat(finding).isInstanceOf(Finding.Expired.class);
    }

    @Test
    void shouldGoOnAfterASuccessfulRetry() {
        // Given
        watchdog.observe(List.of(RETRY));
        time.advance(TestSessionConfig.IDLE.plus(SECOND));
        watchdog.observe(List.of(MESSAGE));

        // When
        Finding finding = watchdog.check(WaitsFor.TURN);

        // Then
        assertThat(finding).isEqualTo(new Finding.Healthy());
    }

    @Test
    void shouldMeasureASilenceFromTheLastLineEvenIfThatIsARetry() {
        // Given
        time.advance(Duration.ofMinutes(5));
        watchdog.observe(List.of(RETRY));
        time.advance(SECOND);

        // When
        Duration silence = watchdog.silence();

        // Then
        assertThat(silence).isEqualTo(SECOND);
    }

    @Test
    void shouldLetASessionWithoutATurnBeIdle() {
        // Given
        time.advance(TestSessionConfig.IDLE.plus(SECOND));

        // When
        Finding finding = watchdog.check(WaitsFor.NOTHING);

        // Then
        assertThat(finding).isEqualTo(new Finding.Healthy());
    }

    @Test
    void shouldEndASessionThatLastsTooLong() {
        // Given
        time.advance(TestSessionConfig.WALL_CLOCK.plus(SECOND));

        // When
        Finding finding = watchdog.check(WaitsFor.NOTHING);

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
        Finding finding = watchdog.check(WaitsFor.TURN);

        // Then
        assertThat(finding).isEqualTo(new Finding.Healthy());
    }
}
