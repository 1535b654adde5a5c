package dev.yardmaster.session.run;

import static dev.yardmaster.session.run.FakeConnection.CLEAN;
import static dev.yardmaster.session.run.FakeConnection.CLOSED;
import static dev.yardmaster.session.run.FakeConnection.STOPPED;
import static dev.yardmaster.session.run.SessionFixture.print;
import static dev.yardmaster.session.run.SessionFixture.started;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.yardmaster.session.end.SessionEnd;
import dev.yardmaster.session.end.SessionState;
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

/** A stop, whatever the session does when it arrives. */
@Timeout(60)
class RunningSessionStopTest {
    private final SessionFixture fixture = new SessionFixture();
    private final FakeConnection connection = fixture.connection;

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
    void shouldKeepTheOutcomeOfASessionThatIsStoppedAfterItsWork() {
        // Given
        RunningSession session = taskSession();
        CompletionStage<SessionEnd> end = session.start(session.launch());
        print(session, "started", "done");

        // When
        boolean counts = session.stop(SessionEnd.of(SessionState.LOST, "The service stops."));
        connection.exit(CLEAN);

        // Then
        assertThat(counts).isFalse();
        assertThat(connection.calls()).contains(STOPPED);
        assertThat(end).isCompletedWithValueMatching(it -> it.state() == SessionState.COMPLETED);
    }

    @Test
    void shouldKeepALimitThatWasReportedBeforeTheStop() {
        // Given
        RunningSession session = taskSession();
        CompletionStage<SessionEnd> end = session.start(session.launch());
        print(session, "started", "limit");

        // When
        session.stopByHand();
        connection.exit(CLEAN);

        // Then
        assertThat(end).isCompletedWithValueMatching(it -> it.state() == SessionState.STOPPED);
        assertThat(end).isCompletedWithValueMatching(it -> it.resetsAt().equals(Optional.of(FakeDialogue.RESET)));
    }

    private RunningSession taskSession() {
        return fixture.session(SessionFixture.task(fixture.provider()));
    }

    private RunningSession handSession() {
        return fixture.session(SessionFixture.byHand(fixture.provider()));
    }
}
