package dev.yardmaster.executable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.yardmaster.provider.Executable;
import dev.yardmaster.provider.Health;
import dev.yardmaster.provider.Health.State;
import dev.yardmaster.provider.ProviderId;
import dev.yardmaster.testkit.ManualClock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A check that does not end in time is no verdict. */
@Timeout(30)
class HealthCacheTimeOutTest {
    private static final Health SLOW = new Health(State.TIMED_OUT, Optional.empty(), "It did not end in time.");
    private static final Health MISSING = new Health(State.NOT_INSTALLED, Optional.empty(), "It is not installed.");
    private static final Duration MAX_AGE = Duration.ofMinutes(1);
    private static final Executable EXECUTABLE =
            new Executable("one", new ProviderId("rook"), "/opt/one", List.of(), Map.of());

    private final ManualClock clock = new ManualClock();
    private final AtomicInteger probes = new AtomicInteger();
    private volatile Health found = SLOW;
    private final HealthCache cache = new HealthCache(
            _ -> {
                probes.incrementAndGet();
                return found;
            },
            1,
            MAX_AGE,
            clock);

    @Test
    void shouldCountAsUsableWhenTheFirstCheckTimesOut() {
        // When
        HealthResult result = cache.verify(EXECUTABLE).join();

        // Then
        assertThat(result).isEqualTo(new HealthResult(SLOW, clock.instant()));
        assertThat(cache.usable(EXECUTABLE)).isTrue();
    }

    @ParameterizedTest
    @EnumSource(
            value = State.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {"TIMED_OUT", "NOT_INSTALLED"})
    void shouldKeepAVerdictWhenALaterCheckTimesOut(State state) {
        // Given
        Health verdict = new Health(state, Optional.of("1.0"), "The verdict.");
        found = verdict;
        HealthResult before = cache.verify(EXECUTABLE).join();
        clock.advance(MAX_AGE);
        found = SLOW;

        // When
        HealthResult result = cache.verify(EXECUTABLE).join();

        // Then
        assertThat(result.health()).isEqualTo(verdict);
        assertThat(result.checkedAt()).isEqualTo(before.checkedAt());
        assertThat(result.warnings()).singleElement().asString().endsWith(SLOW.message());
        assertThat(cache.usable(EXECUTABLE)).isEqualTo(verdict.usable());
    }

    @Test
    void shouldReplaceATimeOutByALaterVerdict() {
        // Given
        cache.verify(EXECUTABLE).join();
        found = MISSING;

        // When
        HealthResult result = cache.verify(EXECUTABLE).join();

        // Then
        assertThat(result).isEqualTo(new HealthResult(MISSING, clock.instant()));
        assertThat(cache.usable(EXECUTABLE)).isFalse();
    }

    @Test
    void shouldReplaceTheVerdictThatAProgramIsMissingByATimeOut() {
        // Given
        found = MISSING;
        cache.verify(EXECUTABLE).join();
        found = SLOW;

        // When
        HealthResult result = cache.verify(EXECUTABLE).join();

        // Then
        assertThat(result).isEqualTo(new HealthResult(SLOW, clock.instant()));
        assertThat(cache.usable(EXECUTABLE)).isTrue();
    }

    @Test
    void shouldRepeatACheckThatTimedOutLessOften() {
        // Given
        cache.verify(EXECUTABLE).join();
        clock.advance(MAX_AGE.multipliedBy(9));
        cache.usable(EXECUTABLE);
        int within = probes.get();
        clock.advance(MAX_AGE);

        // When
        cache.usable(EXECUTABLE);

        // Then
        assertThat(within).isEqualTo(1);
        await().untilAsserted(() -> assertThat(probes).hasValue(2));
    }

    @Test
    void shouldKeepAQuarantineWhenACheckTimesOut() {
        // Given
        cache.quarantine(EXECUTABLE, State.SIGNED_OUT, "Its key was refused.");
        clock.advance(MAX_AGE);
        found = SLOW;

        // When
        cache.verify(EXECUTABLE).join();

        // Then
        assertThat(cache.isQuarantined(EXECUTABLE)).isTrue();
        assertThat(cache.of(EXECUTABLE).orElseThrow().health().state()).isEqualTo(State.SIGNED_OUT);
    }
}
