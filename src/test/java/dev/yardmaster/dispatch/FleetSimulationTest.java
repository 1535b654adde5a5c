package dev.yardmaster.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yardmaster.settings.SettingsProfile;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Plays random fleets with a simulated clock. The production code makes all decisions ({@link DispatchRound} and what it calls); only the
 * database is replaced by rows in memory.
 *
 * <p>{@code -Dsimulation.seeds=5000} plays more fleets. {@code -Dsimulation.seed=42} plays a single one and prints its events.
 */
class FleetSimulationTest {
    private static final int SEEDS = 300;
    private static final Optional<Long> ONLY_SEED = Optional.ofNullable(Long.getLong("simulation.seed"));

    private final Logger log = Logger.getLogger(DispatchRound.class.getName());

    @BeforeEach
    void muteLog() {
        log.setLevel(Level.OFF);
    }

    @AfterEach
    void unmuteLog() {
        log.setLevel(null);
    }

    @Test
    void shouldKeepAllInvariants() {
        // Given
        var counts = new FleetCounts();

        // When
        seeds().forEach(seed -> counts.addAll(play(seed)));

        // Then
        System.out.println(counts.byKind);
        // A single fleet does not have events of all kinds.
        if (ONLY_SEED.isEmpty()) {
            assertThat(counts.byKind.keySet())
                    .contains(
                            "claims too late",
                            "hops over full",
                            "hops over limited",
                            "hops over over-budget",
                            "hops over unusable",
                            "kills between claim and launch",
                            "kills between plan and claim",
                            "pauses that ended on time",
                            "sessions limited",
                            "sessions lost",
                            "waits given up");
        }
    }

    private static LongStream seeds() {
        return ONLY_SEED
                .map(LongStream::of)
                .orElseGet(() -> LongStream.range(0, Long.getLong("simulation.seeds", SEEDS)));
    }

    private static FleetCounts play(long seed) {
        var random = new SplittableRandom(seed);
        var fleet = new Fleet(settings(random.split()), random.split());
        fleet.traced = ONLY_SEED.isPresent();
        var generator = new FleetGenerator(fleet, random.split());
        var service = new FleetService(fleet, random.split());
        try {
            new FleetUsers(fleet, generator, service, random.split()).start();
            service.play();
            service.checks().allTasksEnded();
        } catch (AssertionError | RuntimeException e) {
            throw new AssertionError(
                    e.getMessage() + " Step " + service.steps() + " at " + fleet.now + " of seed " + seed
                            + ". Run with -Dsimulation.seed=" + seed + " to play it again.",
                    e);
        }
        return fleet.counts;
    }

    private static SettingsProfile settings(RandomGenerator random) {
        List<String> chain = random.nextBoolean() ? FleetGenerator.chain(random) : List.of();
        Optional<Duration> maxLimitWait = random.nextInt(4) == 0
                ? Optional.of(Duration.ofMillis((long) Math.exp(random.nextDouble(8, 20))))
                : Optional.empty();
        return new SettingsProfile(Optional.empty(), Optional.empty(), Map.of(), Map.of(), chain, maxLimitWait);
    }
}
