package dev.yardmaster.bench;

import java.nio.file.Files;
import java.util.List;

/**
 * Runs all tasks of a fleet of agents, and checks that each task was done exactly once. Exits with 1 if not.
 */
final class FleetBench {
    private FleetBench() {}

    public static void main(String[] args) throws Exception {
        BenchOptions options = BenchOptions.ofSystemProperties();
        Programs programs = Programs.compile(options.sources(), options.directory());
        int agents = Integer.getInteger("bench.agents", 1_000);
        int tasks = Integer.getInteger("bench.tasks", 20_000);
        FleetResult result;
        try (StartPipe startPipe = StartPipe.open(options.directory());
                RunningService service =
                        RunningService.start(options, List.of(startPipe.executable("worker", programs)));
                BenchDatabase database = service.database()) {
            result = new FleetRun(service, database, startPipe, agents, tasks).run();
        }
        System.out.println(result.table(options.executable()));
        System.out.println(result.json());
        Files.writeString(options.directory().resolve("fleet.json"), result.json() + "\n");
        System.exit(result.target().met() ? 0 : 1);
    }
}
