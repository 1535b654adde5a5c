package dev.yardmaster.bench;

import java.nio.file.Files;
import java.util.List;

/**
 * Has a fleet of agents do all of its tasks, and counts that each was done once. Exits with 1 when one was not, or was done again.
 */
final class FleetBench {
    private FleetBench() {}

    public static void main(String[] args) throws Exception {
        BenchOptions options = BenchOptions.ofSystemProperties();
        Programs programs = Programs.compile(options.sources(), options.directory());
        int agents = Integer.getInteger("bench.agents", 1_000);
        int tasks = Integer.getInteger("bench.tasks", 20_000);
        FleetResult result;
        try (Journal journal = Journal.open(options.directory());
                RunningService service =
                        RunningService.start(options, List.of(journal.executable("worker", programs)));
                Store store = service.store()) {
            result = new Fleet(service, store, journal, agents, tasks).run();
        }
        System.out.println(result.table(options.executable()));
        System.out.println(result.json());
        Files.writeString(options.directory().resolve("fleet.json"), result.json() + "\n");
        System.exit(result.target().met() ? 0 : 1);
    }
}
