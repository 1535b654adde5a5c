package dev.yardmaster.bench;

import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Measures how long it takes from a task being ready to its child having started, by how many other tasks wait. Exits with 1 when a task
 * did not start, or, if it is to be strict, a target was missed.
 */
final class DispatchBench {
    private static final int WARM_UPS = 500;
    private static final int FREE = 20;
    private static final int LIMITED = 20;

    private DispatchBench() {}

    public static void main(String[] args) throws Exception {
        BenchOptions options = BenchOptions.ofSystemProperties();
        Programs programs = Programs.compile(options.sources(), options.directory());
        List<DispatchCost> costs = new ArrayList<>();
        try (Journal journal = Journal.open(options.directory());
                RunningService service = RunningService.start(
                        options,
                        List.of(journal.executable("worker", programs), journal.executable("limited", programs)));
                Store store = service.store()) {
            crew(service.api());
            Dispatches dispatches =
                    new Dispatches(service, store, journal, Integer.getInteger("bench.dispatches", 200));
            dispatches.run(WARM_UPS);
            for (Backlog backlog : Backlog.values()) {
                for (int size : sizes()) {
                    costs.add(dispatches.measure(backlog, size));
                }
                Backlog.clear(store);
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

    private static void crew(Api api) throws Exception {
        for (int i = 0; i < FREE; i++) {
            api.createAgent("free-" + i, "worker", 1);
        }
        for (int i = 0; i < LIMITED; i++) {
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
