package dev.yardmaster.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/**
 * Random fleets with a clock that is moved by hand: what decides is the real code, and what it decides on is moved in memory as the database
 * would. {@code -Dsimulation.seeds=5000} tries more of them, and {@code -Dsimulation.seed=42} plays one again and tells what happens in it.
 */
class FleetSimulationTest {
    private static final int SEEDS = 300;

    @Test
    void shouldKeepItsPromisesWhateverHappens() {
        // Given
        var counts = new FleetCounts();

        // When
        seeds().forEach(seed -> counts.addAll(play(seed)));

        // Then
        System.out.println(counts.all);
        assertThat(counts.all.keySet())
                .contains(
                        "hops over full",
                        "hops over limited",
                        "hops over over-budget",
                        "hops over unusable",
                        "kills between claim and launch",
                        "kills between plan and claim",
                        "pauses that ended on time",
                        "sessions limited",
                        "sessions lost");
    }

    private static LongStream seeds() {
        Long only = Long.getLong("simulation.seed");
        return only == null ? LongStream.range(0, Long.getLong("simulation.seeds", SEEDS)) : LongStream.of(only);
    }

    private static FleetCounts play(long seed) {
        var random = new SplittableRandom(seed);
        List<String> workspaceChain = random.split().nextBoolean() ? FleetCrew.chain(random.split()) : List.of();
        var fleet = new Fleet(workspaceChain, random.split());
        fleet.traced = Long.getLong("simulation.seed") != null;
        var crew = new FleetCrew(fleet, random.split());
        var service = new FleetService(fleet, random.split());
        try {
            new FleetUsers(fleet, crew, service, random.split()).begin();
            service.play();
            service.checks().allCameToAnEnd();
        } catch (AssertionError | RuntimeException e) {
            throw new AssertionError(
                    e.getMessage() + " Step " + service.steps() + " at " + fleet.now + " of seed " + seed
                            + "; -Dsimulation.seed=" + seed + " plays it again.",
                    e);
        }
        return fleet.counts;
    }
}
