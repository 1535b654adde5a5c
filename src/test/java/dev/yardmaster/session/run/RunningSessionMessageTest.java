package dev.yardmaster.session.run;

import static dev.yardmaster.session.run.FakeConnection.CLEAN;
import static dev.yardmaster.session.run.FakeConnection.CLOSED;
import static dev.yardmaster.session.run.SessionFixture.print;
import static dev.yardmaster.session.run.SessionFixture.started;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.YardmasterException;
import dev.yardmaster.session.end.SessionEnd;
import dev.yardmaster.session.end.SessionState;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Messages to a session, whatever it does when they arrive. */
@Timeout(60)
class RunningSessionMessageTest {
    private final SessionFixture fixture = new SessionFixture();
    private final FakeConnection connection = fixture.connection;

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
    void shouldKeepASessionByHandOpenAfterAnotherFailure() {
        // Given
        RunningSession session = started(handSession());

        // When
        print(session, "started", "failed");
        session.message("again");

        // Then
        assertThat(connection.calls()).containsExactly("message go", "message again");
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
    void shouldGiveAMessageThatArrivesBeforeTheEndOfTheWorkATurnOfItsOwn() {
        // Given
        RunningSession session = taskSession();
        CompletionStage<SessionEnd> end = session.start(session.launch());
        print(session, "started");
        session.message("in time");
        print(session, "done");
        List<String> afterTheFirstTurn = List.copyOf(connection.calls());

        // When
        print(session, "answer", "done");
        connection.exit(CLEAN);

        // Then
        assertThat(afterTheFirstTurn).containsExactly("message go", "message in time", "reply");
        assertThat(connection.calls()).endsWith("reply", CLOSED);
        assertThat(end).isCompletedWithValueMatching(it -> it.state() == SessionState.COMPLETED);
    }

    @Test
    void shouldTakeMessagesWhileATaskRunsInTheBackground() {
        // Given
        RunningSession session = taskSession();
        CompletionStage<SessionEnd> end = session.start(session.launch());
        print(session, "started", "task", "done");
        session.message("how is it going?");

        // When
        print(session, "no task", "answer", "done");
        connection.exit(CLEAN);

        // Then
        assertThat(connection.calls())
                .containsExactly("message go", "reply", "message how is it going?", "reply", CLOSED);
        assertThat(end).isCompletedWithValueMatching(it -> it.state() == SessionState.COMPLETED);
    }

    @RepeatedTest(50)
    void shouldRefuseAMessageOrAnswerItWheneverItArrives() throws Exception {
        // Given
        RunningSession session = taskSession();
        CompletionStage<SessionEnd> end = session.start(session.launch());
        print(session, "started", "answer");
        CyclicBarrier together = new CyclicBarrier(2);
        AtomicBoolean refused = new AtomicBoolean();
        Thread sender = Thread.ofPlatform().start(() -> {
            awaitUninterruptibly(together);
            refused.set(catchThrowable(() -> session.message("now?")) != null);
        });

        // When
        awaitUninterruptibly(together);
        print(session, "done");
        sender.join();
        if (!refused.get()) {
            print(session, "answer", "done");
        }
        connection.exit(CLEAN);

        // Then
        assertThat(connection.calls().contains("message now?")).isNotEqualTo(refused.get());
        assertThat(connection.calls()).endsWith(CLOSED);
        assertThat(end).isCompletedWithValueMatching(it -> it.state() == SessionState.COMPLETED);
    }

    private static void awaitUninterruptibly(CyclicBarrier barrier) {
        try {
            barrier.await();
        } catch (InterruptedException | BrokenBarrierException e) {
            throw new IllegalStateException(e);
        }
    }

    private RunningSession taskSession() {
        return fixture.session(SessionFixture.task(fixture.provider()));
    }

    private RunningSession handSession() {
        return fixture.session(SessionFixture.byHand(fixture.provider()));
    }
}
