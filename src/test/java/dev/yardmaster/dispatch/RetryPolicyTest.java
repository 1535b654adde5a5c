package dev.yardmaster.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.yardmaster.dispatch.RetryPolicy.Next;
import dev.yardmaster.dispatch.RetryPolicy.Past;
import dev.yardmaster.limit.FailureCause;
import dev.yardmaster.session.log.SessionEnd;
import dev.yardmaster.session.log.SessionState;
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
    private static final Past FRESH = new Past(1, 0, 0);

    private final RetryPolicy policy = new RetryPolicy(new PresetDispatchConfig(), new Random(1));

    @Test
    void shouldBeDoneWhenTheAgentIs() {
        // When
        Next next = policy.after(end(SessionState.COMPLETED, FailureCause.NONE), new Past(500, 2, 11));

        // Then
        assertThat(next).isEqualTo(new Next.Done());
    }

    @Test
    void shouldHaveSomebodyLookAtWhatWasStopped() {
        // When
        Next next = policy.after(end(SessionState.STOPPED, FailureCause.NONE), FRESH);

        // Then
        assertThat(next).isEqualTo(new Next.Review());
    }

    @Test
    void shouldGoOnAtOnceWhenItWasStoppedForThat() {
        // Given
        var handedOver = new SessionEnd(
                SessionState.STOPPED,
                "Over to codex.",
                Optional.empty(),
                Optional.empty(),
                end(SessionState.STOPPED, FailureCause.NONE).cause(),
                true);

        // When
        Next next = policy.after(handedOver, FRESH);

        // Then
        assertThat(next).isEqualTo(new Next.Again(Duration.ZERO, 0, 0));
    }

    private static Stream<SessionEnd> unspent() {
        return Stream.of(
                end(SessionState.LIMITED, FailureCause.until(Instant.EPOCH)),
                end(SessionState.LOST, FailureCause.NONE),
                end(SessionState.FAILED, new FailureCause.Auth()));
    }

    @ParameterizedTest
    @MethodSource("unspent")
    void shouldSpendNothingOnWhatIsNoFaultOfTheTask(SessionEnd end) {
        // When
        Next next = policy.after(end, new Past(50, 2, 11));

        // Then
        assertThat(next).isEqualTo(new Next.Again(Duration.ZERO, 2, 0));
    }

    private static List<FailureCause> troubles() {
        return List.of(new FailureCause.Transient(), new FailureCause.Capacity());
    }

    @ParameterizedTest
    @MethodSource("troubles")
    void shouldSpendNoFailureOnPassingTrouble(FailureCause trouble) {
        // When
        Next next = policy.after(end(SessionState.FAILED, trouble), new Past(5, 2, 3));

        // Then
        assertThat(next).isInstanceOfSatisfying(Next.Again.class, again -> {
            assertThat(again.failures()).isEqualTo(2);
            assertThat(again.troubles()).isEqualTo(4);
            assertThat(again.delay()).isBetween(Duration.ofSeconds(40), Duration.ofSeconds(60));
        });
    }

    @ParameterizedTest
    @MethodSource("troubles")
    void shouldGiveUpWhenTroubleDoesNotPass(FailureCause trouble) {
        // When
        Next next = policy.after(end(SessionState.FAILED, trouble), new Past(12, 1, 11));

        // Then
        assertThat(next).isEqualTo(new Next.GivenUp(1, 12));
    }

    @Test
    void shouldTryAgainAfterAFailureAndForgetTroubles() {
        // When
        Next next = policy.after(end(SessionState.FAILED, FailureCause.NONE), new Past(5, 1, 7));

        // Then
        assertThat(next).isInstanceOfSatisfying(Next.Again.class, again -> {
            assertThat(again.failures()).isEqualTo(2);
            assertThat(again.troubles()).isZero();
            assertThat(again.delay()).isBetween(Duration.ofSeconds(10), Duration.ofSeconds(15));
        });
    }

    @Test
    void shouldStartAfreshAtOnceWhenAConversationHasGrownTooLong() {
        // When
        Next next = policy.after(end(SessionState.FAILED, new FailureCause.Context()), FRESH);

        // Then
        assertThat(next).isEqualTo(new Next.Again(Duration.ZERO, 1, 0));
    }

    @Test
    void shouldGiveUpAfterTheThirdFailure() {
        // When
        Next next = policy.after(end(SessionState.FAILED, FailureCause.NONE), new Past(3, 2, 0));

        // Then
        assertThat(next).isEqualTo(new Next.GivenUp(3, 0));
    }

    @ParameterizedTest
    @EnumSource(names = {"LIMITED", "LOST"})
    void shouldGiveUpWhateverBecameOfTooManySessions(SessionState state) {
        // When
        Next next = policy.after(end(state, FailureCause.NONE), new Past(100, 0, 0));

        // Then
        assertThat(next).isEqualTo(new Next.GivenUp(0, 0));
    }

    @ParameterizedTest
    @CsvSource({"0, 5", "1, 10", "2, 20", "5, 160", "6, 300", "10, 300", "1000000000, 300"})
    void shouldWaitTwiceAsLongEachTimeUpToABoundWithJitter(int before, long seconds) {
        // Given
        var patient = new RetryPolicy(new Patient(), new Random(7));

        // When
        List<Duration> delays = IntStream.range(0, 500)
                .mapToObj(_ ->
                        patient.after(end(SessionState.FAILED, new FailureCause.Transient()), new Past(1, 0, before)))
                .map(next -> ((Next.Again) next).delay())
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
    void shouldTakeNoEndForWhatIsNone(SessionState state) {
        // When
        var failure = assertThatThrownBy(() -> policy.after(end(state, FailureCause.NONE), FRESH));

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

    /** Never gives up. */
    private static final class Patient extends PresetDispatchConfig {
        @Override
        public int maxTroubles() {
            return Integer.MAX_VALUE;
        }
    }
}
