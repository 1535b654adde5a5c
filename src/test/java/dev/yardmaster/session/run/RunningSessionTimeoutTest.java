package dev.yardmaster.session.run;

import static dev.yardmaster.session.run.FakeConnection.CLEAN;
import static dev.yardmaster.session.run.FakeConnection.CLOSED;
import static dev.yardmaster.session.run.FakeConnection.STOPPED;
import static dev.yardmaster.session.run.SessionFixture.print;
import static org.assertj.core.api.Assertions.assertThat;

import dev.yardmaster.session.end.SessionEnd;
import dev.yardmaster.session.end.SessionState;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A session that takes too long, by a clock that the test advances. */
@Timeout(60)
class RunningSessionTimeoutTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final SessionFixture fixture = new SessionFixture();
    private final FakeConnection connection = fixture.connection;

    @Test
    void shouldEndACliThatPrintsNothing() {
        // Given
        RunningSession session = taskSession();
        CompletionStage<SessionEnd> end = session.start(session.launch());
        fixture.time.advance(TestSessionConfig.FIRST_EVENT.plus(SECOND));

        // When
        session.tick();
        connection.exit(CLEAN);

        // Then
        assertThat(connection.calls()).contains(STOPPED);
        assertThat(end)
                .isCompletedWithValueMatching(it -> it.reason()
                        .equals("The first-event watchdog ended the session: the CLI printed nothing within 1m30s."));
    }

    @Test
    void shouldCountTheTimeFromTheStartAndNotFromTheRegistration() {
        // Given
        RunningSession session = taskSession();
        fixture.time.advance(TestSessionConfig.WALL_CLOCK.plus(SECOND));
        session.tick();
        session.start(session.launch());

        // When
        session.tick();

        // Then
        assertThat(connection.calls()).containsExactly("message go");
    }

    @Test
    void shouldEndACliThatOnlyRetries() {
        // Given
        RunningSession session = taskSession();
        CompletionStage<SessionEnd> end = session.start(session.launch());
        print(session, "started");
        fixture.time.advance(TestSessionConfig.IDLE.plus(SECOND));
        print(session, "retry");

        // When
        session.tick();
        connection.exit(CLEAN);

        // Then
        assertThat(end)
                .isCompletedWithValueMatching(it -> it.reason()
                        .equals("The idle watchdog ended the session: nothing happened for 15m."
                                + " The CLI was retrying because: connection refused"));
    }

    @Test
    void shouldKeepTheOutcomeOfACliThatDoesNotExit() {
        // Given
        RunningSession session = taskSession();
        CompletionStage<SessionEnd> end = session.start(session.launch());
        print(session, "started", "done");
        fixture.time.advance(TestSessionConfig.EXIT.plus(SECOND));

        // When
        session.tick();
        connection.exit(CLEAN);

        // Then
        assertThat(connection.calls()).containsExactly("message go", "reply", CLOSED, STOPPED);
        assertThat(end).isCompletedWithValueMatching(it -> it.state() == SessionState.COMPLETED);
    }

    @Test
    void shouldGiveATurnThatTheCliStartsByItselfAllItsTime() {
        // Given
        RunningSession session = taskSession();
        CompletionStage<SessionEnd> end = session.start(session.launch());
        print(session, "started", "task", "done");
        List<String> whileTheTaskRuns = List.copyOf(connection.calls());
        print(session, "no task", "own turn", "answer");
        fixture.pass(session, TestSessionConfig.EXIT.multipliedBy(3));

        // When
        print(session, "done");
        connection.exit(CLEAN);

        // Then
        assertThat(whileTheTaskRuns).doesNotContain(CLOSED);
        assertThat(connection.calls()).contains(CLOSED).doesNotContain(STOPPED);
        assertThat(end).isCompletedWithValueMatching(it -> it.state() == SessionState.COMPLETED);
    }

    @Test
    void shouldWaitForAnAnswerAfterATurnThatDidNothing() {
        // Given
        RunningSession session = taskSession();
        CompletionStage<SessionEnd> end = session.start(session.launch());
        print(session, "started", "empty");
        fixture.pass(session, Duration.ofSeconds(14));

        // When
        print(session, "own turn", "answer", "done");
        connection.exit(CLEAN);

        // Then
        assertThat(connection.calls()).contains(CLOSED).doesNotContain(STOPPED);
        assertThat(end).isCompletedWithValueMatching(it -> it.result().equals(Optional.of("the result")));
    }

    @Test
    void shouldFailATurnThatDidNothing() {
        // Given
        RunningSession session = taskSession();
        CompletionStage<SessionEnd> end = session.start(session.launch());

        // When
        print(session, "started", "empty");
        connection.exit(CLEAN);

        // Then
        assertThat(SessionFixture.events(session))
                .containsExactly("user.message", "session.started", "error", "turn.ended");
        assertThat(end).isCompletedWithValueMatching(it -> it.state() == SessionState.FAILED);
        assertThat(end)
                .isCompletedWithValueMatching(it -> it.reason().startsWith("The CLI reported the end of the turn"));
    }

    @Test
    void shouldCompleteASessionWhoseTaskInTheBackgroundNeverEnds() {
        // Given
        RunningSession session = taskSession();
        CompletionStage<SessionEnd> end = session.start(session.launch());
        print(session, "started", "task", "done");

        // When
        fixture.pass(session, TestSessionConfig.IDLE.plus(SECOND.multipliedBy(2)));
        connection.exit(CLEAN);

        // Then
        assertThat(connection.calls()).contains(STOPPED);
        assertThat(end).isCompletedWithValueMatching(it -> it.state() == SessionState.COMPLETED);
        assertThat(end)
                .isCompletedWithValueMatching(it -> it.reason()
                        .equals("The agent finished. The idle watchdog ended the session: nothing happened for 15m."));
    }

    @Test
    void shouldKeepASessionByHandOpenWhileATaskRunsInTheBackground() {
        // Given
        RunningSession session = fixture.session(SessionFixture.byHand(fixture.provider()));
        session.start(session.launch());
        print(session, "started", "task", "done");

        // When
        fixture.pass(session, TestSessionConfig.TOOL);

        // Then
        assertThat(connection.calls()).doesNotContain(CLOSED, STOPPED);
    }

    @Test
    void shouldNotEndACliThatPrintsLinesWithoutEventsBeforeItIsReady() {
        // Given
        RunningSession session = taskSession();
        session.start(session.launch());
        print(session, "nothing");

        // When
        fixture.pass(session, TestSessionConfig.FIRST_EVENT.plus(SECOND));

        // Then
        assertThat(connection.calls()).doesNotContain(STOPPED);
    }

    @Test
    void shouldLetAToolRunLongerThanTheIdleTimeout() {
        // Given
        RunningSession session = taskSession();
        CompletionStage<SessionEnd> end = session.start(session.launch());
        print(session, "started", "tool");
        fixture.pass(session, TestSessionConfig.IDLE.plus(SECOND));

        // When
        print(session, "tool result", "done");
        connection.exit(CLEAN);

        // Then
        assertThat(end).isCompletedWithValueMatching(it -> it.state() == SessionState.COMPLETED);
    }

    @Test
    void shouldNotTakeALineOfAnotherSessionForASignOfLife() {
        // Given
        RunningSession session = taskSession();
        session.start(session.launch());
        print(session, "started");
        fixture.time.advance(TestSessionConfig.IDLE.plus(SECOND));
        print(session, "foreign");

        // When
        session.tick();

        // Then
        assertThat(connection.calls()).contains(STOPPED);
    }

    @Test
    void shouldBeLimitedWhenTheCliIsSilentAfterALimit() {
        // Given
        RunningSession session = taskSession();
        CompletionStage<SessionEnd> end = session.start(session.launch());
        print(session, "started", "limit");
        fixture.time.advance(TestSessionConfig.IDLE.plus(SECOND));

        // When
        session.tick();
        connection.exit(CLEAN);

        // Then
        assertThat(end).isCompletedWithValueMatching(it -> it.state() == SessionState.LIMITED);
        assertThat(end).isCompletedWithValueMatching(it -> it.resetsAt().equals(Optional.of(FakeDialogue.RESET)));
    }

    @Test
    void shouldTakeWhatTheDialogueNoticesInASilence() {
        // Given
        var dialogue = new FakeDialogue(Optional.of(FakeDialogue.ENDS_IN_SILENCE));
        RunningSession session =
                fixture.session(SessionFixture.task(new FakeProvider(() -> connection, _ -> dialogue)));
        CompletionStage<SessionEnd> end = session.start(session.launch());
        print(session, "started", "answer");

        // When
        fixture.pass(session, FakeDialogue.SILENCE);
        connection.exit(CLEAN);

        // Then
        assertThat(SessionFixture.events(session))
                .containsExactly("user.message", "session.started", "message", "usage", "turn.ended");
        assertThat(connection.calls()).containsExactly("message ends in silence", "noticed", CLOSED);
        assertThat(end).isCompletedWithValueMatching(it -> it.state() == SessionState.COMPLETED);
    }

    @Test
    void shouldEndACliThatClosesItsOutputInATurn() {
        // Given
        RunningSession session = taskSession();
        CompletionStage<SessionEnd> end = session.start(session.launch());
        print(session, "started", "answer");
        session.onEnd();

        // When
        fixture.pass(session, TestSessionConfig.EXIT.plus(SECOND));
        connection.exit(CLEAN);

        // Then
        assertThat(connection.calls()).contains(STOPPED);
        assertThat(end)
                .isCompletedWithValueMatching(it -> it.reason()
                        .equals("The agent's CLI closed its output before its turn was over, and did not exit."));
    }

    private RunningSession taskSession() {
        return fixture.session(SessionFixture.task(fixture.provider()));
    }
}
