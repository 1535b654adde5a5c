package dev.yardmaster.session.run;

import static dev.yardmaster.session.run.FakeConnection.CLEAN;
import static dev.yardmaster.session.run.FakeConnection.CLOSED;
import static dev.yardmaster.session.run.FakeConnection.STOPPED;
import static dev.yardmaster.session.run.SessionFixture.print;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.YardmasterException;
import dev.yardmaster.session.log.SessionEnd;
import dev.yardmaster.session.log.SessionState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RunningSessionTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

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
    void shouldKeepASessionByHandOpenForMessages() {
        // Given
        RunningSession session = started(handSession());
        print(session, "started", "done");

        // When
        session.message("more");

        // Then
        assertThat(connection.calls()).containsExactly("message go", "reply", "message more");
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
    void shouldRefuseAMessageBetweenTheEndOfTheWorkAndTheClosingOfTheInput() {
        // Given
        RunningSession session = taskSession();
        CompletionStage<SessionEnd> end = session.start(session.launch());
        List<Throwable> refusals = new ArrayList<>();
        fixture.listener.onUsage(() -> refusals.add(catchThrowable(() -> session.message("too late"))));

        // When
        print(session, "started", "done");
        connection.exit(CLEAN);

        // Then
        assertThat(refusals)
                .singleElement()
                .isInstanceOfSatisfying(
                        YardmasterException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CONFLICT));
        assertThat(connection.calls()).containsExactly("message go", "reply", CLOSED);
        assertThat(end).isCompletedWithValueMatching(it -> it.state() == SessionState.COMPLETED);
    }

    @Test
    void shouldNotStartTheCliOfASessionThatWasStoppedBefore() {
        // Given
        AtomicBoolean connected = new AtomicBoolean();
        RunningSession session = fixture.session(SessionFixture.task(new FakeProvider(
                () -> {
                    connected.set(true);
                    return connection;
                },
                FakeDialogue::new)));
        session.stopByHand();

        // When
        CompletionStage<SessionEnd> end = session.start(session.launch());

        // Then
        assertThat(connected).isFalse();
        assertThat(end).isCompletedWithValue(SessionEnd.of(SessionState.STOPPED, "Stopped by hand."));
        assertThat(fixture.listener.calls()).isEmpty();
    }

    @RepeatedTest(50)
    void shouldStopWhicheverComesFirstTheStopOrTheStart() throws Exception {
        // Given
        RunningSession session = taskSession();
        CyclicBarrier together = new CyclicBarrier(2);

        // When
        try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
            Future<CompletionStage<SessionEnd>> end = threads.submit(() -> {
                together.await();
                return session.start(session.launch());
            });
            threads.submit(() -> {
                        together.await();
                        session.stopByHand();
                        return null;
                    })
                    .get();
            CompletionStage<SessionEnd> ended = end.get();
            connection.exit(CLEAN);

            // Then
            assertThat(ended).isCompletedWithValueMatching(it -> it.state() == SessionState.STOPPED);
            if (!connection.calls().isEmpty()) {
                assertThat(connection.calls()).containsExactly("message go", STOPPED, "interrupt", CLOSED);
            }
        }
    }

    @Test
    void shouldAskTheCliToExitWhenItIsStopped() {
        // Given
        RunningSession session = taskSession();
        CompletionStage<SessionEnd> end = session.start(session.launch());

        // When
        boolean counts = session.stop(SessionEnd.of(SessionState.STOPPED, "first"));
        connection.exit(CLEAN);

        // Then
        assertThat(counts).isTrue();
        assertThat(connection.calls()).containsExactly("message go", STOPPED, "interrupt", CLOSED);
        assertThat(end)
                .isCompletedWithValue(
                        SessionEnd.of(SessionState.STOPPED, "first").after(CLEAN));
    }

    @Test
    void shouldIgnoreASecondStop() {
        // Given
        RunningSession session = taskSession();
        CompletionStage<SessionEnd> end = session.start(session.launch());
        session.stop(SessionState.LOST, "first");

        // When
        boolean counts = session.stop(SessionEnd.of(SessionState.STOPPED, "second"));
        connection.exit(CLEAN);

        // Then
        assertThat(counts).isFalse();
        assertThat(end).isCompletedWithValueMatching(it -> it.reason().equals("first"));
    }

    @Test
    void shouldRefuseMessagesOnceItIsStopped() {
        // Given
        RunningSession session = started(handSession());
        session.stopByHand();

        // When
        var failure = assertThatThrownBy(() -> session.message("hello"));

        // Then
        failure.hasMessageContaining("it is ending");
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

    @Test
    void shouldLetAStopCountMoreThanALaterFailureToStart() {
        // Given
        RunningSession session = taskSession();
        session.stopByHand();

        // When
        SessionEnd end = session.abandon(SessionEnd.of(SessionState.FAILED, "not started"));

        // Then
        assertThat(end.state()).isEqualTo(SessionState.STOPPED);
    }

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
                        .equals("The first-event watchdog ended the session: the CLI printed no event within 1m30s."));
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
                        .equals("The idle watchdog ended the session: nothing happened for 10m."
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

    private RunningSession taskSession() {
        return fixture.session(SessionFixture.task(fixture.provider()));
    }

    private RunningSession handSession() {
        return fixture.session(SessionFixture.byHand(fixture.provider()));
    }

    private static RunningSession started(RunningSession session) {
        session.start(session.launch());
        return session;
    }
}
