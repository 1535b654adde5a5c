package dev.yardmaster.bench;

import dev.yardmaster.bench.CopyBaseline.Write;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Runs the stream benchmark. Exits with 1 if an event was lost or doubled, or in strict mode if a target was missed. */
final class StreamBench {
    private static final Scenario ONE_TO_ONE = new Scenario("1 session, 1 client", new Load(1, 1, 300_000, 0), 6, 11);
    private static final Scenario ONE_TO_MANY = new Scenario("1 session, 50 clients", new Load(1, 50, 30_000, 0), 1, 3);
    private static final Scenario MANY_TO_MANY = new Scenario("20 sessions, 1 each", new Load(20, 1, 20_000, 0), 1, 3);
    private static final Scenario PACED = new Scenario("200 events/s", new Load(1, 1, 2_000, 200), 0, 2);

    /** The name of the earlier build in the report. */
    static final String BEFORE = "before";

    private StreamBench() {}

    public static void main(String[] args) throws Exception {
        BenchOptions options = BenchOptions.ofSystemProperties();
        Programs programs = Programs.compile(options.sources(), options.directory());
        StreamResults results;
        try (Services services = Services.start(options, executables(programs))) {
            results = measure(services, programs, options.directory());
        }
        StreamReport report = new StreamReport(results, options.executable());
        System.out.println(report.table());
        System.out.println(report.json());
        Files.writeString(options.directory().resolve("result.json"), report.json() + "\n");
        boolean complete = results.faults().equals(Faults.NONE);
        boolean allMet = results.targets().stream().allMatch(Target::met);
        System.exit(complete && (allMet || !options.strict()) ? 0 : 1);
    }

    private static List<SimulatedExecutable> executables(Programs programs) {
        List<String> burst = List.of("--burst", Integer.toString(FirstBurst.PIECES));
        return List.of(
                new SimulatedExecutable("flood", programs.flood(), List.of()),
                new SimulatedExecutable("burst", programs.flood(), burst));
    }

    /** The measured build and, if wanted, an earlier one. */
    private record Services(RunningService service, Optional<RunningService> before) implements AutoCloseable {
        static Services start(BenchOptions options, List<SimulatedExecutable> executables) throws IOException {
            RunningService service = RunningService.start(options, executables);
            Optional<BenchOptions> before = options.ofBefore();
            return new Services(
                    service,
                    before.isEmpty() ? Optional.empty() : Optional.of(RunningService.start(before.get(), executables)));
        }

        @Override
        public void close() throws IOException {
            service.close();
            if (before.isPresent()) {
                before.get().close();
            }
        }
    }

    private static StreamResults measure(Services services, Programs programs, Path directory) throws Exception {
        RunningService service = services.service();
        service.api().createAgent(SessionCost.AGENT, "flood", SessionCost.SESSIONS);
        service.api().createAgent(FirstBurst.AGENT, "burst", 1);
        Relay relay = relay("service", service, programs, directory);
        Relay lines = new CopyBaseline(programs, directory, Write.LINE);
        Relay batches = new CopyBaseline(programs, directory, Write.BATCH);
        List<Relay> all = new ArrayList<>(List.of(relay, lines, batches));
        List<Relay> paced = new ArrayList<>(List.of(relay, lines));
        if (services.before().isPresent()) {
            Relay before = relay(BEFORE, services.before().get(), programs, directory);
            all.add(before);
            paced.add(before);
        }
        return new StreamResults(
                ONE_TO_ONE.run(all),
                ONE_TO_MANY.run(all),
                MANY_TO_MANY.run(all),
                PACED.run(paced),
                SessionCost.measure(service, directory),
                new FirstBurst(service, programs).run());
    }

    private static Relay relay(String name, RunningService service, Programs programs, Path directory)
            throws Exception {
        service.api()
                .createAgent(ServiceRelay.AGENT, "flood", MANY_TO_MANY.load().sessions());
        return new ServiceRelay(name, service, programs, directory);
    }
}
