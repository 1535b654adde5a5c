package dev.yardmaster.executable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.yardmaster.provider.Executable;
import dev.yardmaster.provider.Health;
import dev.yardmaster.provider.Health.State;
import dev.yardmaster.provider.ProviderId;
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
    private static final Health WELL = new Health(State.READY, Optional.of("1.0"), "It is ready.");
    private static final Health GONE = new Health(State.NOT_INSTALLED, Optional.empty(), "It is not installed.");
    private static final Duration MAX_AGE = Duration.ofMinutes(1);
    private static final Executable EXECUTABLE = executable("one", "/opt/one");

    private final ManualClock clock = new ManualClock();
    private final CountDownLatch released = new CountDownLatch(1);
    private final AtomicInteger probes = new AtomicInteger();
    private volatile Health found = WELL;

    @AfterEach
    void release() {
        released.countDown();
    }

    @Test
    void shouldKnowNothingOfWhatItHasNotChecked() {
        // Given
        HealthCache board = board();

        // When
        Optional<HealthResult> known = board.of(EXECUTABLE);

        // Then
        assertThat(known).isEmpty();
    }

    @Test
    void shouldRememberAVerdictAndItsTime() {
        // Given
        HealthCache board = board();

        // When
        HealthResult verdict = board.verify(EXECUTABLE).join();

        // Then
        assertThat(verdict).isEqualTo(new HealthResult(WELL, clock.instant()));
        assertThat(board.of(EXECUTABLE)).contains(verdict);
    }

    @Test
    void shouldCallAnExecutableBrokenWhenItsProbeFails() {
        // Given
        HealthCache board = new HealthCache(
                _ -> {
                    throw new IllegalStateException("a mistake of the probe");
                },
                1,
                MAX_AGE,
                clock);

        // When
        Health health = board.verify(EXECUTABLE).join().health();

        // Then
        assertThat(health.state()).isEqualTo(State.BROKEN);
        assertThat(board.usable(EXECUTABLE)).isFalse();
    }

    @Test
    void shouldHopeForTheBestWithoutWaitingForTheFirstVerdict() {
        // Given
        found = GONE;
        HealthCache board = slowBoard();

        // When
        boolean usable = board.usable(EXECUTABLE);

        // Then
        assertThat(usable).isTrue();
        released.countDown();
        await().untilAsserted(() -> assertThat(board.usable(EXECUTABLE)).isFalse());
    }

    @Test
    void shouldKeepBackWhatIsCondemnedUntilACheckFindsItWell() {
        // Given
        HealthCache board = board();
        board.condemn(EXECUTABLE, State.SIGNED_OUT, "Its key was refused.");
        clock.advance(Duration.ofSeconds(1));
        found = GONE;
        board.verify(EXECUTABLE).join();
        boolean keptByABadCheck = board.isCondemned(EXECUTABLE);

        // When
        found = WELL;
        board.verify(EXECUTABLE).join();

        // Then
        assertThat(keptByABadCheck).isTrue();
        assertThat(board.isCondemned(EXECUTABLE)).isFalse();
        assertThat(board.usable(EXECUTABLE)).isTrue();
    }

    @Test
    void shouldKeepBackWhatWasCondemnedDuringTheCheckThatFoundItWell() {
        // Given
        HealthCache board = slowBoard();
        CompletableFuture<HealthResult> check = board.verify(EXECUTABLE);
        clock.advance(Duration.ofSeconds(1));
        board.condemn(EXECUTABLE, State.SIGNED_OUT, "Its key was refused.");

        // When
        released.countDown();
        check.join();

        // Then
        assertThat(board.isCondemned(EXECUTABLE)).isTrue();
    }

    @Test
    void shouldRelyOnAVerdictThatIsNotOld() {
        // Given
        HealthCache board = board();
        HealthResult verdict = board.verify(EXECUTABLE).join();
        clock.advance(MAX_AGE.minusSeconds(1));

        // When
        boolean usable = board.usable(EXECUTABLE);

        // Then
        assertThat(usable).isTrue();
        assertThat(board.of(EXECUTABLE)).contains(verdict);
        assertThat(probes).hasValue(1);
    }

    @Test
    void shouldSeekANewVerdictWhenItIsOldAndRelyOnTheOldOneMeanwhile() {
        // Given
        HealthCache board = board();
        board.verify(EXECUTABLE).join();
        found = GONE;
        clock.advance(MAX_AGE);

        // When
        boolean usable = board.usable(EXECUTABLE);

        // Then
        assertThat(usable).isTrue();
        await().untilAsserted(() ->
                assertThat(board.of(EXECUTABLE).orElseThrow().health()).isEqualTo(GONE));
    }

    @Test
    void shouldNotApplyAVerdictToAnExecutableThatHasChanged() {
        // Given
        found = GONE;
        HealthCache board = board();
        board.verify(EXECUTABLE).join();

        // When
        Optional<HealthResult> known = board.of(executable("one", "/opt/another"));

        // Then
        assertThat(known).isEmpty();
    }

    @Test
    void shouldForgetWhatIsThereNoMore() {
        // Given
        HealthCache board = board();
        board.verify(EXECUTABLE).join();
        Executable other = executable("two", "/opt/two");

        // When
        board.refresh(List.of(other));

        // Then
        assertThat(board.of(EXECUTABLE)).isEmpty();
        await().untilAsserted(() -> assertThat(board.of(other)).isPresent());
    }

    @Test
    void shouldProbeAFewAtATimeAndEachOnce() {
        // Given
        AtomicInteger running = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        HealthCache board = new HealthCache(
                _ -> {
                    most.accumulateAndGet(running.incrementAndGet(), Math::max);
                    probes.incrementAndGet();
                    waitForRelease();
                    running.decrementAndGet();
                    return WELL;
                },
                3,
                MAX_AGE,
                clock);
        List<Executable> all = IntStream.range(0, 20)
                .mapToObj(i -> executable("e" + i, "/opt/e" + i))
                .toList();

        // When
        board.refresh(all);
        List<CompletableFuture<HealthResult>> again =
                all.stream().map(board::verify).toList();
        await().untilAsserted(() -> assertThat(running).hasValue(3));
        released.countDown();

        // Then
        assertThat(again)
                .allSatisfy(verdict -> assertThat(verdict.join().health()).isEqualTo(WELL));
        assertThat(most).hasValue(3);
        assertThat(probes).hasValue(20);
    }

    private HealthCache board() {
        return new HealthCache(
                _ -> {
                    probes.incrementAndGet();
                    return found;
                },
                2,
                MAX_AGE,
                clock);
    }

    private HealthCache slowBoard() {
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
