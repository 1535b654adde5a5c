package dev.yardmaster.session.run;

import static dev.yardmaster.session.run.FakeConnection.CLEAN;
import static dev.yardmaster.session.run.FakeConnection.CLOSED;
import static dev.yardmaster.session.run.FakeConnection.STOPPED;
import static dev.yardmaster.session.run.SessionFixture.print;
import static dev.yardmaster.session.run.SessionFixture.started;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.YardmasterException;
import dev.yardmaster.session.end.SessionEnd;
import dev.yardmaster.session.end.SessionState;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A session on a CLI from its start to its end. */
@Timeout(60)
class RunningSessionTest {
    private final SessionFixture fixture = new SessionFixture();
    private final FakeConnection connection = fixture.connection;

    @Test
    void shouldSendThePromptAndKeepTheInputOpen() {
        // Given
        RunningSession session = taskSession();

        // When
        session.start(session.launch());

        // Then
        assertThat(connection.calls()).containsExactly("message go");
        assertThat(SessionFixture.events(session)).containsExactly("user.message");
        assertThat(fixture.listener.calls()).containsExactly("started");
        assertThat(session.isStarted()).isTrue();
    }

    @Test
    void shouldLogTheEventsOfALineAndReplyToIt() {
        // Given
        RunningSession session = started(taskSession());

        // When
        print(session, "started", "answer", "question");

        // Then
        assertThat(SessionFixture.events(session)).containsExactly("user.message", "session.started", "message");
        assertThat(connection.calls()).containsExactly("message go", "reply");
    }

    @Test
    void shouldKeepALineOnWhichTheDialogueFailsAndEnd() {
        // Given
        RunningSession session = taskSession();
        CompletionStage<SessionEnd> end = session.start(session.launch());
        connection.exitWhenStopped();

        // When
        print(session, "answer", "broken");

        // Then
        SessionEnd ended = end.toCompletableFuture().join();
        assertThat(ended.state()).isEqualTo(SessionState.FAILED);
        assertThat(ended.reason()).contains("failed to process a line");
        assertThat(SessionFixture.events(session)).containsExactly("user.message", "message", "provider.raw");
    }

    @Test
    void shouldStopItsCliWhenItIsAbandoned() {
        // Given
        RunningSession session = started(taskSession());
        SessionEnd reason = SessionEnd.of(SessionState.FAILED, "No thread is left.");

        // When
        SessionEnd end = session.abandon(reason);

        // Then
        assertThat(end).isEqualTo(reason);
        assertThat(connection.calls()).contains(STOPPED);
    }

    @Test
    void shouldReportItsProgressToTheListener() {
        // Given
        RunningSession session = started(taskSession());

        // When
        print(session, "started", "answer", "usage", "answer", "usage");

        // Then
        assertThat(fixture.listener.calls())
                .containsExactly("started", "identified conversation", "answered", "used 1 of 1", "used 1 of 2");
        assertThat(session.usage().inputTokens()).isEqualTo(2);
    }

    @Test
    void shouldCompleteATaskWhenItsTurnIsOver() {
        // Given
        RunningSession session = taskSession();
        CompletionStage<SessionEnd> end = session.start(session.launch());

        // When
        print(session, "started", "done");
        connection.exit(CLEAN);

        // Then
        assertThat(connection.calls()).containsExactly("message go", "reply", CLOSED);
        assertThat(end).isCompletedWithValueMatching(it -> it.state() == SessionState.COMPLETED);
        assertThat(end).isCompletedWithValueMatching(it -> it.result().equals(Optional.of("the result")));
    }

    @Test
    void shouldReportWhenASessionByHandIsIdle() {
        // Given
        RunningSession session = started(handSession());
        session.tick();
        print(session, "started", "done");

        // When
        session.tick();
        session.tick();
        session.message("more");
        session.tick();

        // Then
        assertThat(fixture.listener.calls())
                .containsExactly("started", "identified conversation", "used 1 of 1", "idle", "working");
    }

    @Test
    void shouldNotReportAsIdleASessionThatIsStopped() {
        // Given
        RunningSession session = started(handSession());
        session.stop(SessionState.LOST, "The service was stopped.");
        print(session, "started", "done");

        // When
        session.tick();

        // Then
        assertThat(fixture.listener.calls()).doesNotContain("idle");
    }

    @Test
    void shouldEndASessionByHandWhoseProviderRefusesToWork() {
        // Given
        RunningSession session = handSession();
        CompletionStage<SessionEnd> end = session.start(session.launch());

        // When
        print(session, "started", "limit", "failed");
        connection.exit(CLEAN);

        // Then
        assertThat(connection.calls()).containsExactly("message go", CLOSED);
        assertThat(end).isCompletedWithValueMatching(it -> it.state() == SessionState.LIMITED);
        assertThat(end).isCompletedWithValueMatching(it -> it.resetsAt().equals(Optional.of(FakeDialogue.RESET)));
    }

    @Test
    void shouldCloseTheInputOfAOneShotSessionAtOnce() {
        // Given
        RunningSession session = fixture.session(SessionFixture.oneShot(fixture.provider()));

        // When
        session.start(session.launch());

        // Then
        assertThat(connection.calls()).containsExactly("message go", CLOSED);
    }

    @Test
    void shouldInterruptTheTurn() {
        // Given
        RunningSession session = started(handSession());

        // When
        session.interrupt();

        // Then
        assertThat(connection.calls()).containsExactly("message go", "interrupt");
    }

    @Test
    void shouldFailWhenThePromptCannotBeSent() {
        // Given
        var dialogue = new FakeDialogue(Optional.of(FakeDialogue.UNSENDABLE));
        RunningSession session =
                fixture.session(SessionFixture.task(new FakeProvider(() -> connection, _ -> dialogue)));

        // When
        CompletionStage<SessionEnd> end = session.start(session.launch());
        connection.exit(CLEAN);

        // Then
        assertThat(connection.calls()).contains(STOPPED, CLOSED);
        assertThat(end).isCompletedWithValueMatching(it -> it.state() == SessionState.FAILED);
        assertThat(end)
                .isCompletedWithValueMatching(it -> it.reason()
                        .equals("The prompt could not be sent to the agent's CLI. See the service log for session "
                                + session.launch().session() + "."));
    }

    @Test
    void shouldThrowWhenTheCliCannotBeStarted() {
        // Given
        var failure = new YardmasterException(ErrorCode.LAUNCH_FAILED, "no such program");
        RunningSession session = fixture.session(SessionFixture.task(FakeProvider.failing(failure)));

        // When
        var thrown = assertThatThrownBy(() -> session.start(session.launch()));

        // Then
        thrown.isSameAs(failure);
        SessionEnd end = SessionEnd.of(SessionState.FAILED, "not started");
        assertThat(session.abandon(end)).isEqualTo(end);
    }

    private RunningSession taskSession() {
        return fixture.session(SessionFixture.task(fixture.provider()));
    }

    private RunningSession handSession() {
        return fixture.session(SessionFixture.byHand(fixture.provider()));
    }
}
