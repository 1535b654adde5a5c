package dev.yardmaster.session.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yardmaster.json.JsonSlice;
import dev.yardmaster.limit.FailureCause;
import dev.yardmaster.process.ProcessExit;
import dev.yardmaster.provider.AgentEvent;
import dev.yardmaster.provider.AgentEvent.Outcome;
import dev.yardmaster.session.end.SessionEnd;
import dev.yardmaster.session.end.SessionState;
import dev.yardmaster.session.run.SessionWork.WaitsFor;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class SessionTrackerTest {
    private static final AgentEvent ASKED = new AgentEvent.UserMessage("do it");
    private static final AgentEvent STARTED =
            new AgentEvent.SessionStarted("p", Optional.empty(), JsonSlice.nullValue());
    private static final AgentEvent MESSAGE = new AgentEvent.Message("m", JsonSlice.ofString("hello"));
    private static final AgentEvent FAILURE =
            new AgentEvent.Failure("api_error", "The API said no.", OptionalInt.of(500));
    private static final AgentEvent WARNING =
            AgentEvent.Failure.warning("mcp_server_failed", "The MCP server 'x' could not be started.");
    private static final ProcessExit CLEAN = new ProcessExit(0, Optional.empty(), "");
    private static final ProcessExit CODE_3 = new ProcessExit(3, Optional.empty(), "oh no");
    private static final ProcessExit KILLED = new ProcessExit(137, Optional.of(9), "");
    private static final Instant RESET = Instant.parse("2026-07-01T12:00:00Z");
    private static final Instant NOW = Instant.parse("2026-07-01T10:30:00Z");

    private final SessionTracker tracker = new SessionTracker(() -> NOW);

    @Test
    void shouldCompleteWithTheLastResult() {
        // Given
        observe(ASKED, STARTED, ended(Outcome.COMPLETED, "first"), ASKED, ended(Outcome.COMPLETED, "second"));

        // When
        SessionEnd end = tracker.end(CLEAN);

        // Then
        assertThat(end)
                .isEqualTo(new SessionEnd(
                        SessionState.COMPLETED,
                        "The agent finished.",
                        Optional.of(CLEAN),
                        Optional.of("second"),
                        Optional.empty()));
    }

    @Test
    void shouldCompleteWithoutAResultWhereTheProviderGivesNone() {
        // Given
        observe(ASKED, MESSAGE, new AgentEvent.TurnEnded(Outcome.COMPLETED, JsonSlice.nullValue()));

        // When
        SessionEnd end = tracker.end(CLEAN);

        // Then
        assertThat(end.state()).isEqualTo(SessionState.COMPLETED);
        assertThat(end.result()).isEmpty();
    }

    @Test
    void shouldForgetAFailureAfterACompletedTurn() {
        // Given
        observe(ASKED, FAILURE, ended(Outcome.FAILED, ""), ASKED, ended(Outcome.COMPLETED, "well"));

        // When
        SessionEnd end = tracker.end(CLEAN);

        // Then
        assertThat(end.state()).isEqualTo(SessionState.COMPLETED);
    }

    @Test
    void shouldFailWithTheProvidersMessage() {
        // Given
        observe(ASKED, STARTED, FAILURE, ended(Outcome.FAILED, "sorry"));

        // When
        SessionEnd end = tracker.end(CODE_3);

        // Then
        assertThat(end)
                .isEqualTo(new SessionEnd(
                        SessionState.FAILED,
                        "The API said no.",
                        Optional.of(CODE_3),
                        Optional.empty(),
                        new SessionEnd.Cause(new FailureCause.Transient(), Optional.of("The API said no.")),
                        false));
    }

    @Test
    void shouldFailDespiteACleanExitOfTheCli() {
        // Given
        observe(ASKED, FAILURE, ended(Outcome.FAILED, ""));

        // When
        SessionEnd end = tracker.end(CLEAN);

        // Then
        assertThat(end.state()).isEqualTo(SessionState.FAILED);
    }

    @Test
    void shouldBeLimitedUntilTheReset() {
        // Given
        observe(ASKED, limit(true, Optional.of(RESET)), FAILURE, ended(Outcome.FAILED, ""));

        // When
        SessionEnd end = tracker.end(CODE_3);

        // Then
        assertThat(end.state()).isEqualTo(SessionState.LIMITED);
        assertThat(end.reason()).isEqualTo("The provider is rate-limited until 2026-07-01T12:00:00Z.");
        assertThat(end.resetsAt()).contains(RESET);
    }

    @Test
    void shouldBeLimitedWithoutAKnownReset() {
        // Given
        observe(ASKED, limit(true, Optional.empty()));

        // When
        SessionEnd end = tracker.end(CODE_3);

        // Then
        assertThat(end.state()).isEqualTo(SessionState.LIMITED);
        assertThat(end.reason())
                .isEqualTo(
                        "The provider is rate-limited and does not report until when. Yardmaster tries again at 2026-07-01T11:30:00Z.");
        assertThat(end.resetsAt()).contains(NOW.plus(Duration.ofHours(1)));
    }

    @Test
    void shouldIgnoreALimitThatDoesNotBlock() {
        // Given
        observe(ASKED, limit(false, Optional.of(RESET)), ended(Outcome.COMPLETED, "done"));

        // When
        SessionEnd end = tracker.end(CLEAN);

        // Then
        assertThat(end.state()).isEqualTo(SessionState.COMPLETED);
        assertThat(end.resetsAt()).isEmpty();
    }

    @Test
    void shouldForgetALimitAfterACompletedTurn() {
        // Given
        observe(ASKED, limit(true, Optional.of(RESET)), ended(Outcome.FAILED, ""));
        observe(ASKED, ended(Outcome.COMPLETED, "done"));
        observe(ASKED);

        // When
        SessionEnd end = tracker.end(KILLED);

        // Then
        assertThat(end.state()).isEqualTo(SessionState.FAILED);
    }

    @Test
    void shouldCompleteATurnThatWaitedForALimitToEnd() {
        // Given
        observe(ASKED, limit(true, Optional.of(RESET)), ended(Outcome.COMPLETED, "done"));

        // When
        SessionEnd end = tracker.end(CLEAN);

        // Then
        assertThat(end.state()).isEqualTo(SessionState.COMPLETED);
    }

    @Test
    void shouldFailNamingTheSignal() {
        // Given
        observe(ASKED, STARTED);

        // When
        SessionEnd end = tracker.end(KILLED);

        // Then
        assertThat(end.state()).isEqualTo(SessionState.FAILED);
        assertThat(end.reason()).isEqualTo("The agent's CLI was ended by signal 9 before its turn was over.");
    }

    @Test
    void shouldFailWhenTheCliPrintsNothing() {
        // When
        SessionEnd end = tracker.end(CLEAN);

        // Then
        assertThat(end.state()).isEqualTo(SessionState.FAILED);
        assertThat(end.reason()).isEqualTo("The agent's CLI exited with code 0 before its turn was over.");
    }

    @Test
    void shouldFailWhenTheCliExitsDuringALaterTurn() {
        // Given
        observe(ASKED, ended(Outcome.COMPLETED, "one"), ASKED);

        // When
        SessionEnd end = tracker.end(CLEAN);

        // Then
        assertThat(end.state()).isEqualTo(SessionState.FAILED);
        assertThat(end.reason()).isEqualTo("The agent's CLI exited with code 0 although it had not finished its work.");
    }

    @Test
    void shouldCompleteWhateverTheExitCodeOnceTheWorkIsDone() {
        // Given
        observe(ASKED, ended(Outcome.COMPLETED, "one"));

        // When
        SessionEnd end = tracker.end(CODE_3);

        // Then
        assertThat(end.state()).isEqualTo(SessionState.COMPLETED);
        assertThat(end.result()).contains("one");
    }

    @Test
    void shouldBeDoneOnlyWhenEveryTurnIsOver() {
        // Given
        observe(ASKED, ASKED, ended(Outcome.COMPLETED, "one"));
        boolean before = tracker.isDone();

        // When
        observe(ended(Outcome.COMPLETED, "two"));

        // Then
        assertThat(before).isFalse();
        assertThat(tracker.isDone()).isTrue();
        assertThat(tracker.waitsFor(true)).isEqualTo(WaitsFor.NOTHING);
    }

    @Test
    void shouldNotReportAWarningAsTheCauseOfACrash() {
        // Given
        observe(ASKED, STARTED, WARNING);

        // When
        SessionEnd end = tracker.end(CODE_3);

        // Then
        assertThat(end.state()).isEqualTo(SessionState.FAILED);
        assertThat(end.reason())
                .isEqualTo("The agent's CLI exited with code 3 before its turn was over. It printed: oh no.");
    }

    @Test
    void shouldKeepTheFailureThatPrecedesAWarning() {
        // Given
        observe(ASKED, STARTED, FAILURE, WARNING, ended(Outcome.FAILED, ""));

        // When
        SessionEnd end = tracker.end(CODE_3);

        // Then
        assertThat(end.reason()).isEqualTo("The API said no.");
    }

    @Test
    void shouldNotBeDoneAfterAnInterrupt() {
        // When
        observe(ASKED, ended(Outcome.INTERRUPTED, ""));

        // Then
        assertThat(tracker.isDone()).isFalse();
        assertThat(tracker.waitsFor(true)).isEqualTo(WaitsFor.NOTHING);
    }

    @Test
    void shouldSumTheUsageOfAllTurns() {
        // When
        observe(
                new AgentEvent.Usage(1, 2, 3, 4, OptionalDouble.empty()),
                new AgentEvent.Usage(10, 20, 30, 40, OptionalDouble.of(0.5)),
                new AgentEvent.Usage(100, 200, 300, 400, OptionalDouble.of(0.25)));

        // Then
        assertThat(tracker.usage()).isEqualTo(new AgentEvent.Usage(111, 222, 333, 444, OptionalDouble.of(0.75)));
    }

    @Test
    void shouldKeepTheOutcomeWhenAnotherTurnEndsThatWasNotOpen() {
        // Given
        observe(ASKED, MESSAGE, ended(Outcome.COMPLETED, "ok"));
        observe(FAILURE, ended(Outcome.FAILED, ""));

        // When
        SessionEnd end = tracker.end(CODE_3);

        // Then
        assertThat(end.state()).isEqualTo(SessionState.COMPLETED);
        assertThat(end.result()).contains("ok");
    }

    @Test
    void shouldFailATurnInWhichTheAgentDidNothing() {
        // Given
        observe(ASKED);

        // When
        List<AgentEvent> observed =
                tracker.observe(List.of(new AgentEvent.TurnEnded(Outcome.COMPLETED, JsonSlice.nullValue())));

        // Then
        assertThat(observed)
                .satisfiesExactly(
                        failure -> assertThat(failure).isInstanceOf(AgentEvent.Failure.class),
                        end -> assertThat(end)
                                .isEqualTo(new AgentEvent.TurnEnded(Outcome.FAILED, JsonSlice.nullValue())));
        assertThat(tracker.isDone()).isTrue();
        assertThat(tracker.end(CLEAN).state()).isEqualTo(SessionState.FAILED);
        assertThat(tracker.end(CLEAN).reason())
                .isEqualTo(
                        "The CLI reported the end of the turn, but the agent had written nothing, called no tool and used"
                                + " no tokens. Look at the session's events, and run the task again.");
    }

    private void observe(AgentEvent... events) {
        tracker.observe(List.of(events));
    }

    private static AgentEvent ended(Outcome outcome, String result) {
        return new AgentEvent.TurnEnded(outcome, JsonSlice.ofString(result));
    }

    private static AgentEvent limit(boolean blocked, Optional<Instant> resetsAt) {
        return new AgentEvent.Limit(blocked, Optional.of("five_hour"), resetsAt, JsonSlice.nullValue());
    }
}
