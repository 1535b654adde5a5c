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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class HealthCacheTest {
    private static final Health READY = new Health(State.READY, Optional.of("1.0"), "It is ready.");
    private static final Health MISSING = new Health(State.NOT_INSTALLED, Optional.empty(), "It is not installed.");
    private static final Duration MAX_AGE = Duration.ofMinutes(1);
    private static final Executable EXECUTABLE = executable("one", "/opt/one");

    private final ManualClock clock = new ManualClock();
    private final CountDownLatch released = new CountDownLatch(1);
    private final AtomicInteger probes = new AtomicInteger();
    private volatile Health found = READY;

    @AfterEach
    void release() {
        released.countDown();
    }

    @Test
    void shouldHaveNoResultBeforeTheFirstCheck() {
        // Given
        HealthCache cache = cache();

        // When
        Optional<HealthResult> latest = cache.of(EXECUTABLE);

        // Then
        assertThat(latest).isEmpty();
    }

    @Test
    void shouldCacheAResultWithItsTime() {
        // Given
        HealthCache cache = cache();

        // When
        HealthResult result = cache.verify(EXECUTABLE).join();

        // Then
        assertThat(result).isEqualTo(new HealthResult(READY, clock.instant()));
        assertThat(cache.of(EXECUTABLE)).contains(result);
    }

    @Test
    void shouldReportAnExecutableAsBrokenWhenItsProbeThrows() {
        // Given
        HealthCache cache = new HealthCache(
                _ -> {
                    throw new IllegalStateException("a bug in the probe");
                },
                1,
                MAX_AGE,
                clock);

        // When
        Health health = cache.verify(EXECUTABLE).join().health();

        // Then
        assertThat(health.state()).isEqualTo(State.BROKEN);
        assertThat(cache.usable(EXECUTABLE)).isFalse();
    }

    @Test
    void shouldCountAsUsableUntilTheFirstResult() {
        // Given
        found = MISSING;
        HealthCache cache = slowCache();

        // When
        boolean usable = cache.usable(EXECUTABLE);

        // Then
        assertThat(usable).isTrue();
        released.countDown();
        await().untilAsserted(() -> assertThat(cache.usable(EXECUTABLE)).isFalse());
    }

    @Test
    void shouldEndAQuarantineWhenACheckFindsTheExecutableUsable() {
        // Given
        HealthCache cache = cache();
        cache.quarantine(EXECUTABLE, State.SIGNED_OUT, "Its key was refused.");
        clock.advance(Duration.ofSeconds(1));
        found = MISSING;
        cache.verify(EXECUTABLE).join();
        boolean quarantinedAfterABadCheck = cache.isQuarantined(EXECUTABLE);

        // When
        found = READY;
        cache.verify(EXECUTABLE).join();

        // Then
        assertThat(quarantinedAfterABadCheck).isTrue();
        assertThat(cache.isQuarantined(EXECUTABLE)).isFalse();
        assertThat(cache.usable(EXECUTABLE)).isTrue();
    }

    @Test
    void shouldKeepAQuarantineThatBeganDuringTheCheck() {
        // Given
        HealthCache cache = slowCache();
        CompletableFuture<HealthResult> check = cache.verify(EXECUTABLE);
        clock.advance(Duration.ofSeconds(1));
        cache.quarantine(EXECUTABLE, State.SIGNED_OUT, "Its key was refused.");

        // When
        released.countDown();
        check.join();

        // Then
        assertThat(cache.isQuarantined(EXECUTABLE)).isTrue();
    }

    @Test
    void shouldUseAFreshResult() {
        // Given
        HealthCache cache = cache();
        HealthResult result = cache.verify(EXECUTABLE).join();
        clock.advance(MAX_AGE.minusSeconds(1));

        // When
        boolean usable = cache.usable(EXECUTABLE);

        // Then
        assertThat(usable).isTrue();
        assertThat(cache.of(EXECUTABLE)).contains(result);
        assertThat(probes).hasValue(1);
    }

    @Test
    void shouldUseAnOldResultWhileItChecksAgain() {
        // Given
        HealthCache cache = cache();
        cache.verify(EXECUTABLE).join();
        found = MISSING;
        clock.advance(MAX_AGE);

        // When
        boolean usable = cache.usable(EXECUTABLE);

        // Then
        assertThat(usable).isTrue();
        await().untilAsserted(() ->
                assertThat(cache.of(EXECUTABLE).orElseThrow().health()).isEqualTo(MISSING));
    }

    @Test
    void shouldNotApplyAResultToAChangedExecutable() {
        // Given
        found = MISSING;
        HealthCache cache = cache();
        cache.verify(EXECUTABLE).join();

        // When
        Optional<HealthResult> latest = cache.of(executable("one", "/opt/another"));

        // Then
        assertThat(latest).isEmpty();
    }

    @Test
    void shouldDropResultsOfRemovedExecutables() {
        // Given
        HealthCache cache = cache();
        cache.verify(EXECUTABLE).join();
        Executable other = executable("two", "/opt/two");

        // When
        cache.refresh(List.of(other), (_, _) -> {});

        // Then
        assertThat(cache.of(EXECUTABLE)).isEmpty();
        await().untilAsserted(() -> assertThat(cache.of(other)).isPresent());
    }

    @Test
    void shouldProbeAFewExecutablesAtATimeAndEachOnce() {
        // Given
        AtomicInteger running = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        HealthCache cache = new HealthCache(
                _ -> {
                    most.accumulateAndGet(running.incrementAndGet(), Math::max);
                    probes.incrementAndGet();
                    waitForRelease();
                    running.decrementAndGet();
                    return READY;
                },
                3,
                MAX_AGE,
                clock);
        List<Executable> all = IntStream.range(0, 20)
                .mapToObj(i -> executable("e" + i, "/opt/e" + i))
                .toList();

        // When
        cache.refresh(all, (_, _) -> {});
        List<CompletableFuture<HealthResult>> again =
                all.stream().map(cache::verify).toList();
        await().untilAsserted(() -> assertThat(running).hasValue(3));
        released.countDown();

        // Then
        assertThat(again)
                .allSatisfy(result -> assertThat(result.join().health()).isEqualTo(READY));
        assertThat(most).hasValue(3);
        assertThat(probes).hasValue(20);
    }

    private HealthCache cache() {
        return new HealthCache(
                _ -> {
                    probes.incrementAndGet();
                    return found;
                },
                2,
                MAX_AGE,
                clock);
    }

    private HealthCache slowCache() {
        return new HealthCache(
                _ -> {
                    waitForRelease();
                    return found;
                },
                1,
                MAX_AGE,
                clock);
    }

    private void waitForRelease() {
        try {
            released.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Executable executable(String name, String path) {
        return new Executable(name, new ProviderId("rook"), path, List.of(), Map.of());
    }
}
