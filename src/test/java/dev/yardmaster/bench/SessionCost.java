package dev.yardmaster.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What sessions cost that do next to nothing: their children print how they start, and then wait.
 *
 * @param startMillis the service's own processor time for a session's start, from its task being ready until its first events are stored;
 *     the median of batches of {@value #BATCH}, since the system counts in hundredths of a second, without what the service uses in the
 *     same time when nothing starts
 * @param heapKilobytes what a session that waits holds of the service's heap
 */
record SessionCost(double startMillis, double heapKilobytes) {
    static final String AGENT = "idle";
    static final int SESSIONS = 100;

    private static final int WARM_UPS = 10;
    private static final int BATCH = 20;
    private static final int IDLE_BATCHES = 5;
    private static final Duration AHEAD = Duration.ofSeconds(1);
    private static final Duration SETTLING = Duration.ofSeconds(2);

    static SessionCost measure(RunningService service, Path directory) throws Exception {
        // So that what is measured has run often enough to be compiled.
        for (int i = 0; i < WARM_UPS; i++) {
            try (Gate gate = new Gate(directory)) {
                start(service, gate);
                gate.open();
                service.api().awaitNoSession(AGENT);
            }
        }
        try (Gate gate = new Gate(directory)) {
            long before = liveBytes(service.pid());
            List<Double> millis = start(service, gate);
            double idle = idleMillis(service);
            double heap = (liveBytes(service.pid()) - before) / (double) SESSIONS / 1024;
            gate.open();
            service.api().awaitNoSession(AGENT);
            double used = millis.stream().sorted().toList().get(millis.size() / 2);
            return new SessionCost((used - idle) / BATCH, heap);
        }
    }

    /** Starts sessions by tasks, and tells what the service has used for each batch. */
    private static List<Double> start(RunningService service, Gate gate) throws Exception {
        String prompt = gate.prompt(new Load(1, 1, 1, 0));
        List<Double> millis = new ArrayList<>();
        for (int started = 0; started < SESSIONS; started += BATCH) {
            Instant ready = Instant.now().plus(AHEAD);
            for (int i = 0; i < BATCH; i++) {
                service.api().createTask(AGENT, prompt, ready);
            }
            Thread.sleep(Math.max(0, Duration.between(Instant.now(), ready).toMillis() - 100));
            millis.add(usedMillis(service, SETTLING));
            service.api().requireSessions(AGENT, started + BATCH);
        }
        return millis;
    }

    /** What the service uses in the time of a batch by only being there. */
    private static double idleMillis(RunningService service) throws Exception {
        return usedMillis(service, SETTLING.multipliedBy(IDLE_BATCHES)) / IDLE_BATCHES;
    }

    private static double usedMillis(RunningService service, Duration time) throws Exception {
        long before = service.cpuNanos();
        Thread.sleep(time);
        return (service.cpuNanos() - before) / 1e6;
    }

    /** What is on the heap of a JVM and in use, by the histogram that its JDK makes of it. */
    private static long liveBytes(long pid) throws IOException, InterruptedException {
        Path java =
                Path.of(ProcessHandle.of(pid).flatMap(it -> it.info().command()).orElseThrow());
        Process jcmd = new ProcessBuilder(
                        java.resolveSibling("jcmd").toString(), Long.toString(pid), "GC.class_histogram")
                .start();
        String said = new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        String total = said.lines()
                .filter(line -> line.startsWith("Total"))
                .findFirst()
                .orElseThrow(() -> new IOException("No histogram: " + said));
        jcmd.waitFor();
        return Long.parseLong(Arrays.asList(total.split("\\s+")).getLast());
    }
}
