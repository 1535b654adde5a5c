package dev.yardmaster.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yardmaster.dispatch.RetryPolicy.History;
import dev.yardmaster.dispatch.RetryPolicy.Next;
import dev.yardmaster.question.Wait;
import dev.yardmaster.session.end.SessionEnd;
import dev.yardmaster.session.end.SessionState;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What happens to a task whose session has asked a blocking question. */
class WaitingPolicyTest {
    private static final History FIRST_SESSION = new History(1, 0, 0, 3, 0);

    private final RetryPolicy policy = new RetryPolicy(new DefaultDispatchConfig(), new Random(1));

    @ParameterizedTest
    @EnumSource(names = {"COMPLETED", "LIMITED", "LOST"})
    void shouldWaitForTheAnswerHoweverTheSessionEnded(SessionState state) {
        // When
        Next next = next(state, Reported.NOTHING, Wait.FOR_ANSWER);

        // Then
        assertThat(next).isEqualTo(new Next.Waiting(0, 0, true));
    }

    @Test
    void shouldCountAFailureAndNotResumeTheConversationThatFailed() {
        // When
        Next next = next(SessionState.FAILED, Reported.NOTHING, Wait.FOR_ANSWER);

        // Then
        assertThat(next).isEqualTo(new Next.Waiting(1, 0, false));
    }

    @Test
    void shouldResumeAtOnceIfTheAnswerCameWhileTheSessionEnded() {
        // When
        Next next = next(SessionState.COMPLETED, Reported.NOTHING, Wait.ANSWERED);

        // Then
        assertThat(next).isEqualTo(new Next.Retry(Duration.ZERO, 0, 0, true));
    }

    @ParameterizedTest
    @EnumSource(names = {"DONE", "NOTHING_TO_DO"})
    void shouldCountAReportMoreThanAQuestion(Reported reported) {
        // When
        Next next = next(SessionState.COMPLETED, reported, Wait.FOR_ANSWER);

        // Then
        assertThat(next).isEqualTo(new Next.Done());
    }

    @Test
    void shouldLetAUserLookAtAStoppedTaskThatAsks() {
        // When
        Next next = next(SessionState.STOPPED, Reported.NOTHING, Wait.FOR_ANSWER);

        // Then
        assertThat(next).isEqualTo(new Next.Review());
    }

    @Test
    void shouldGiveATaskUpThatAsksForEver() {
        // Given
        var end = SessionEnd.of(SessionState.COMPLETED, "It has ended.");

        // When
        Next next = policy.next(end, new History(100, 0, 0, 3, 0), Reported.NOTHING, Wait.FOR_ANSWER);

        // Then
        assertThat(next).isEqualTo(new Next.GivenUp(0, 0));
    }

    private Next next(SessionState state, Reported reported, Wait wait) {
        return policy.next(SessionEnd.of(state, "It has ended."), FIRST_SESSION, reported, wait);
    }
}
