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
 *     the median of batches of {@value #BATCH}, since the system counts in hundredths of a second
 * @param heapKilobytes what a session that waits holds of the service's heap
 */
record SessionCost(double startMillis, double heapKilobytes) {
    static final String AGENT = "idle";
    static final int SESSIONS = 100;

    private static final int WARM_UPS = 10;
    private static final int BATCH = 20;
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
            double heap = (liveBytes(service.pid()) - before) / (double) SESSIONS / 1024;
            gate.open();
            service.api().awaitNoSession(AGENT);
            return new SessionCost(millis.stream().sorted().toList().get(millis.size() / 2), heap);
        }
    }

    /** Starts sessions by tasks, and tells what each batch has cost for each of its sessions. */
    private static List<Double> start(RunningService service, Gate gate) throws Exception {
        String prompt = gate.prompt(new Load(1, 1, 1, 0));
        List<Double> millis = new ArrayList<>();
        for (int started = 0; started < SESSIONS; started += BATCH) {
            Instant ready = Instant.now().plus(AHEAD);
            for (int i = 0; i < BATCH; i++) {
                service.api().createTask(AGENT, prompt, ready);
            }
            Thread.sleep(Math.max(0, Duration.between(Instant.now(), ready).toMillis() - 100));
            long cpu = service.cpuNanos();
            Thread.sleep(SETTLING);
            millis.add((service.cpuNanos() - cpu) / 1e6 / BATCH);
            service.api().requireSessions(AGENT, started + BATCH);
        }
        return millis;
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
