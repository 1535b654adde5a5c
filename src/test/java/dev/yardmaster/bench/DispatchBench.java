package dev.yardmaster.bench;

import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Measures the time from a task's creation to the start of its child process, for different numbers of other waiting tasks. Exits with 1 if
 * a task did not start, or in strict mode if a target was missed.
 */
final class DispatchBench {
    private static final int WARM_UPS = 500;
    private static final int FREE_AGENTS = 20;
    private static final int LIMITED_AGENTS = 20;

    private DispatchBench() {}

    public static void main(String[] args) throws Exception {
        BenchOptions options = BenchOptions.ofSystemProperties();
        Programs programs = Programs.compile(options.sources(), options.directory());
        List<DispatchCost> costs = new ArrayList<>();
        try (StartPipe startPipe = StartPipe.open(options.directory());
                RunningService service = RunningService.start(
                        options,
                        List.of(startPipe.executable("worker", programs), startPipe.executable("limited", programs)));
                BenchDatabase database = service.database()) {
            createAgents(service.api());
            DispatchMeasurement measurement =
                    new DispatchMeasurement(service, database, startPipe, Integer.getInteger("bench.dispatches", 200));
            measurement.run(WARM_UPS);
            for (Backlog backlog : Backlog.values()) {
                for (int size : sizes()) {
                    costs.add(measurement.measure(backlog, size));
                }
                Backlog.clear(database);
            }
        }
        DispatchReport report = new DispatchReport(costs, options.executable());
        System.out.println(report.table());
        System.out.println(report.json());
        Files.writeString(options.directory().resolve("dispatch.json"), report.json() + "\n");
        System.exit(options.strict() && !report.targets().stream().allMatch(Target::met) ? 1 : 0);
    }

    private static int[] sizes() {
        return Arrays.stream(System.getProperty("bench.sizes", "100,1000,10000,100000")
                        .split(","))
                .mapToInt(Integer::parseInt)
                .sorted()
                .toArray();
    }

    private static void createAgents(Api api) throws Exception {
        for (int i = 0; i < FREE_AGENTS; i++) {
            api.createAgent("free-" + i, "worker", 1);
        }
        for (int i = 0; i < LIMITED_AGENTS; i++) {
            api.post(
                    "agents",
                    Map.of(
                            "name",
                            "limited-" + i,
                            "role",
                            "worker",
                            "executable",
                            "limited",
                            "tags",
                            List.of(Backlog.LIMITED_TAG)));
        }
        api.post(
                "agents", Map.of("name", Backlog.DISABLED, "role", "worker", "executable", "worker", "enabled", false));
        api.post("limits", Map.of("executable", "limited", "for", "P1D"));
    }
}
