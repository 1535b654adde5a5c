package dev.yardmaster.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.yardmaster.dispatch.RetryPolicy.History;
import dev.yardmaster.dispatch.RetryPolicy.Next;
import dev.yardmaster.limit.FailureCause;
import dev.yardmaster.question.Wait;
import dev.yardmaster.session.end.SessionEnd;
import dev.yardmaster.session.end.SessionState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class RetryPolicyTest {
    private static final History FIRST_SESSION = new History(1, 0, 0, 3, 0);

    private final RetryPolicy policy = new RetryPolicy(new DefaultDispatchConfig(), new Random(1));

    @Test
    void shouldCompleteTheTaskWithItsSession() {
        // When
        Next next = policy.next(end(SessionState.COMPLETED, FailureCause.NONE), new History(500, 2, 11, 3, 0));

        // Then
        assertThat(next).isEqualTo(new Next.Done());
    }

    @Test
    void shouldMoveATaskToReviewWhenAUserStopsItsSession() {
        // When
        Next next = policy.next(end(SessionState.STOPPED, FailureCause.NONE), FIRST_SESSION);

        // Then
        assertThat(next).isEqualTo(new Next.Review());
    }

    @Test
    void shouldRetryAtOnceWhenASessionIsStoppedToContinueElsewhere() {
        // Given
        var handedOver = new SessionEnd(
                SessionState.STOPPED,
                "Handed over to codex.",
                Optional.empty(),
                Optional.empty(),
                end(SessionState.STOPPED, FailureCause.NONE).cause(),
                true);

        // When
        Next next = policy.next(handedOver, FIRST_SESSION);

        // Then
        assertThat(next).isEqualTo(new Next.Retry(Duration.ZERO, 0, 0, false));
    }

    @ParameterizedTest
    @EnumSource(names = {"DONE", "NOTHING_TO_DO"})
    void shouldCountAReportMoreThanWhatComesLater(Reported reported) {
        // Given
        Stream<SessionEnd> ends = Stream.concat(
                endsWithoutFault(),
                Stream.of(end(SessionState.COMPLETED, FailureCause.NONE), end(SessionState.FAILED, FailureCause.NONE)));

        // When
        Stream<Next> next = ends.map(end -> policy.next(end, FIRST_SESSION, reported, Wait.NONE));

        // Then
        assertThat(next).allMatch(new Next.Done()::equals);
    }

    @ParameterizedTest
    @EnumSource(names = {"DONE", "NOTHING_TO_DO", "HANDED_OFF"})
    void shouldLetAUserLookAtAStoppedTaskInSpiteOfAReport(Reported reported) {
        // When
        Next next = policy.next(end(SessionState.STOPPED, FailureCause.NONE), FIRST_SESSION, reported, Wait.NONE);

        // Then
        assertThat(next).isEqualTo(new Next.Review());
    }

    @Test
    void shouldHandATaskOverAfterADelayThatGrows() {
        // When
        List<Next> next = Stream.of(1, 3, 10)
                .map(handOffs -> handedOver(new History(20, 0, 0, 3, handOffs)))
                .toList();

        // Then
        assertThat(next).allSatisfy(it -> assertThat(it).isInstanceOf(Next.HandOff.class));
        assertThat(next.stream().map(it -> ((Next.HandOff) it).delay().toSeconds()))
                .satisfiesExactly(
                        first -> assertThat(first).isBetween(5L, 7L),
                        third -> assertThat(third).isBetween(20L, 30L),
                        last -> assertThat(last).isBetween(300L, 450L));
    }

    @Test
    void shouldGiveUpATaskThatIsHandedOverTooOftenOrHasHadTooManySessions() {
        // When
        List<Next> next = Stream.of(
                        new History(11, 2, 0, 3, RetryPolicy.MOST_HAND_OFFS + 1),
                        new History(new DefaultDispatchConfig().maxAttempts(), 2, 0, 3, 1))
                .map(this::handedOver)
                .toList();

        // Then
        assertThat(next).containsOnly(new Next.GivenUp(2, 0));
    }

    private Next handedOver(History history) {
        return policy.next(end(SessionState.COMPLETED, FailureCause.NONE), history, Reported.HANDED_OFF, Wait.NONE);
    }

    private static Stream<SessionEnd> endsWithoutFault() {
        return Stream.of(
                end(SessionState.LIMITED, FailureCause.until(Instant.EPOCH)),
                end(SessionState.LOST, FailureCause.NONE),
                end(SessionState.FAILED, new FailureCause.Auth()));
    }

    @ParameterizedTest
    @MethodSource("endsWithoutFault")
    void shouldRetryAtOnceWithoutCountingAFailureThatIsNotTheTasksFault(SessionEnd end) {
        // When
        Next next = policy.next(end, new History(50, 2, 11, 3, 0));

        // Then
        assertThat(next).isEqualTo(new Next.Retry(Duration.ZERO, 2, 0, false));
    }

    private static List<FailureCause> troubles() {
        return List.of(new FailureCause.Transient(), new FailureCause.Capacity());
    }

    @ParameterizedTest
    @MethodSource("troubles")
    void shouldCountATransientProblemAsTroubleNotAsFailure(FailureCause trouble) {
        // When
        Next next = policy.next(end(SessionState.FAILED, trouble), new History(5, 2, 3, 3, 0));

        // Then
        assertThat(next).isInstanceOfSatisfying(Next.Retry.class, retry -> {
            assertThat(retry.failures()).isEqualTo(2);
            assertThat(retry.troubles()).isEqualTo(4);
            assertThat(retry.delay()).isBetween(Duration.ofSeconds(40), Duration.ofSeconds(60));
        });
    }

    @ParameterizedTest
    @MethodSource("troubles")
    void shouldGiveUpAfterTooManyTroublesInARow(FailureCause trouble) {
        // When
        Next next = policy.next(end(SessionState.FAILED, trouble), new History(12, 1, 11, 3, 0));

        // Then
        assertThat(next).isEqualTo(new Next.GivenUp(1, 12));
    }

    @Test
    void shouldRetryAfterAFailureAndResetTheTroubles() {
        // When
        Next next = policy.next(end(SessionState.FAILED, FailureCause.NONE), new History(5, 1, 7, 3, 0));

        // Then
        assertThat(next).isInstanceOfSatisfying(Next.Retry.class, retry -> {
            assertThat(retry.failures()).isEqualTo(2);
            assertThat(retry.troubles()).isZero();
            assertThat(retry.delay()).isBetween(Duration.ofSeconds(10), Duration.ofSeconds(15));
        });
    }

    @Test
    void shouldRetryAtOnceWhenTheContextIsFull() {
        // When
        Next next = policy.next(end(SessionState.FAILED, new FailureCause.Context()), FIRST_SESSION);

        // Then
        assertThat(next).isEqualTo(new Next.Retry(Duration.ZERO, 1, 0, false));
    }

    @Test
    void shouldGiveUpAfterTheThirdFailure() {
        // When
        Next next = policy.next(end(SessionState.FAILED, FailureCause.NONE), new History(3, 2, 0, 3, 0));

        // Then
        assertThat(next).isEqualTo(new Next.GivenUp(3, 0));
    }

    @ParameterizedTest
    @EnumSource(names = {"LIMITED", "LOST"})
    void shouldGiveUpAfterTooManySessionsHoweverTheyEnded(SessionState state) {
        // When
        Next next = policy.next(end(state, FailureCause.NONE), new History(100, 0, 0, 3, 0));

        // Then
        assertThat(next).isEqualTo(new Next.GivenUp(0, 0));
    }

    @ParameterizedTest
    @CsvSource({"0, 5", "1, 10", "2, 20", "5, 160", "6, 300", "10, 300", "1000000000, 300"})
    void shouldDoubleTheDelayUpToAMaximumAndAddJitter(int earlierTroubles, long seconds) {
        // Given
        var withoutEnd = new RetryPolicy(new UnlimitedTroubles(), new Random(7));

        // When
        List<Duration> delays = IntStream.range(0, 500)
                .mapToObj(_ -> withoutEnd.next(
                        end(SessionState.FAILED, new FailureCause.Transient()),
                        new History(1, 0, earlierTroubles, 3, 0)))
                .map(next -> ((Next.Retry) next).delay())
                .toList();

        // Then
        Duration least = Duration.ofSeconds(seconds);
        Duration most = least.multipliedBy(3).dividedBy(2);
        assertThat(delays).allSatisfy(delay -> assertThat(delay).isBetween(least, most));
        assertThat(delays.stream().min(Duration::compareTo))
                .hasValueSatisfying(
                        min -> assertThat(min).isLessThan(least.multipliedBy(11).dividedBy(10)));
        assertThat(delays.stream().max(Duration::compareTo))
                .hasValueSatisfying(max ->
                        assertThat(max).isGreaterThan(least.multipliedBy(14).dividedBy(10)));
    }

    @ParameterizedTest
    @EnumSource(names = {"STARTING", "RUNNING"})
    void shouldRejectAStateThatIsNotAnEnd(SessionState state) {
        // When
        var failure = assertThatThrownBy(() -> policy.next(end(state, FailureCause.NONE), FIRST_SESSION));

        // Then
        failure.isInstanceOf(IllegalStateException.class);
    }

    private static SessionEnd end(SessionState state, FailureCause signal) {
        return new SessionEnd(
                state,
                "It ended.",
                Optional.empty(),
                Optional.empty(),
                new SessionEnd.Cause(signal, Optional.empty()),
                false);
    }

    private static final class UnlimitedTroubles extends DefaultDispatchConfig {
        @Override
        public int maxTroubles() {
            return Integer.MAX_VALUE;
        }
    }
}
