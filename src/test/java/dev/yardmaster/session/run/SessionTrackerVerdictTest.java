package dev.yardmaster.session.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yardmaster.json.JsonSlice;
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
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** How a session ends that the service ends, or whose agent starts turns by itself. */
class SessionTrackerVerdictTest {
    private static final AgentEvent ASKED = new AgentEvent.UserMessage("do it");
    private static final AgentEvent STARTED =
            new AgentEvent.SessionStarted("p", Optional.empty(), JsonSlice.nullValue());
    private static final AgentEvent MESSAGE = new AgentEvent.Message("m", JsonSlice.ofString("hello"));
    private static final AgentEvent FAILURE =
            new AgentEvent.Failure("api_error", "The API said no.", OptionalInt.of(500));
    private static final ProcessExit CLEAN = new ProcessExit(0, Optional.empty(), "");
    private static final ProcessExit KILLED = new ProcessExit(137, Optional.of(9), "");
    private static final Instant RESET = Instant.parse("2026-07-01T12:00:00Z");
    private static final Instant NOW = Instant.parse("2026-07-01T10:30:00Z");

    private final SessionTracker tracker = new SessionTracker(() -> NOW);

    @Test
    void shouldCompleteWithTheAnswerThatFollowsATurnWithoutOne() {
        // Given
        observe(ASKED, ended(Outcome.COMPLETED, ""));
        observe(new AgentEvent.TurnStarted(), MESSAGE, ended(Outcome.COMPLETED, "late"));

        // When
        SessionEnd end = tracker.end(CLEAN);

        // Then
        assertThat(end.state()).isEqualTo(SessionState.COMPLETED);
        assertThat(end.result()).contains("late");
    }

    @Test
    void shouldNotBeDoneWhileTasksRunInTheBackground() {
        // Given
        observe(ASKED, MESSAGE, tasks(1), ended(Outcome.COMPLETED, "interim"));
        boolean before = tracker.isDone();

        // When
        observe(tasks(0));

        // Then
        assertThat(before).isFalse();
        assertThat(tracker.isDone()).isTrue();
    }

    @Test
    void shouldNotWaitForTasksInTheBackgroundAfterAFailedTurn() {
        // When
        observe(ASKED, MESSAGE, tasks(1), limit(true, Optional.of(RESET)), ended(Outcome.FAILED, ""));

        // Then
        assertThat(tracker.isDone()).isTrue();
        assertThat(tracker.waitsFor(true)).isEqualTo(WaitsFor.NOTHING);
    }

    @Test
    void shouldNotWaitForTasksInTheBackgroundInASessionThatStaysOpen() {
        // When
        observe(ASKED, MESSAGE, tasks(1), ended(Outcome.COMPLETED, "interim"));

        // Then
        assertThat(tracker.waitsFor(true)).isEqualTo(WaitsFor.BACKGROUND_TASK);
        assertThat(tracker.waitsFor(false)).isEqualTo(WaitsFor.NOTHING);
    }

    @Test
    void shouldFailWhenTheCliCrashesWhileTasksRunInTheBackground() {
        // Given
        observe(ASKED, MESSAGE, tasks(1), ended(Outcome.COMPLETED, "interim"));

        // When
        SessionEnd end = tracker.end(KILLED);

        // Then
        assertThat(end.state()).isEqualTo(SessionState.FAILED);
        assertThat(tracker.end(CLEAN).state()).isEqualTo(SessionState.COMPLETED);
    }

    @Test
    void shouldCompleteASessionWhoseTasksInTheBackgroundNeverEnd() {
        // Given
        observe(ASKED, MESSAGE, tasks(1), ended(Outcome.COMPLETED, "answer"));

        // When
        SessionEnd end = tracker.timedOut("Too long.");

        // Then
        assertThat(end)
                .isEqualTo(new SessionEnd(
                        SessionState.COMPLETED,
                        "The agent finished. Too long.",
                        Optional.empty(),
                        Optional.of("answer"),
                        Optional.empty()));
    }

    @Test
    void shouldBeLimitedAlthoughAWatchdogEndsTheSession() {
        // Given
        observe(ASKED, STARTED, limit(true, Optional.of(RESET)), FAILURE);

        // When
        SessionEnd end = tracker.timedOut("Too long.");

        // Then
        assertThat(end.state()).isEqualTo(SessionState.LIMITED);
        assertThat(end.resetsAt()).contains(RESET);
        assertThat(end.cause().text()).contains("The API said no.");
    }

    @Test
    void shouldFailWithTheProvidersMessageAlthoughAWatchdogEndsTheSession() {
        // Given
        observe(ASKED, STARTED, FAILURE);

        // When
        SessionEnd end = tracker.timedOut("Too long.");

        // Then
        assertThat(end.state()).isEqualTo(SessionState.FAILED);
        assertThat(end.reason()).isEqualTo("The API said no.");
    }

    @Test
    void shouldFailWithTheWatchdogsReasonWithoutAnother() {
        // Given
        observe(ASKED, STARTED);

        // When
        SessionEnd end = tracker.timedOut("Too long.");

        // Then
        assertThat(end).isEqualTo(SessionEnd.of(SessionState.FAILED, "Too long."));
    }

    @Test
    void shouldKeepTheLimitOfASessionThatIsStopped() {
        // Given
        observe(ASKED, STARTED, limit(true, Optional.of(RESET)));

        // When
        SessionEnd end = tracker.withRefusal(SessionEnd.of(SessionState.LOST, "The service stops."));

        // Then
        assertThat(end.state()).isEqualTo(SessionState.LOST);
        assertThat(end.reason()).isEqualTo("The service stops.");
        assertThat(end.resetsAt()).contains(RESET);
    }

    @Test
    void shouldAddNothingToAStopWithoutALimit() {
        // Given
        SessionEnd stopped = SessionEnd.of(SessionState.STOPPED, "Stopped by hand.");
        observe(ASKED, STARTED, FAILURE);

        // When
        SessionEnd end = tracker.withRefusal(stopped);

        // Then
        assertThat(end).isEqualTo(stopped);
    }

    @Test
    void shouldReportWhyTheProviderRetriesWhenTheTimeIsUp() {
        // Given
        var refused =
                new AgentEvent.Retry(2, Duration.ZERO, OptionalInt.empty(), "connection refused", Optional.empty());
        observe(ASKED, STARTED, refused);

        // When
        SessionEnd end = tracker.timedOut("Too long.");

        // Then
        assertThat(end.reason()).isEqualTo("Too long. The CLI was retrying because: connection refused");
        observe(STARTED);
        assertThat(tracker.timedOut("Too long.").reason()).isEqualTo("Too long.");
    }

    private static AgentEvent tasks(int running) {
        return new AgentEvent.BackgroundTasks(running, JsonSlice.raw("[]"));
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
