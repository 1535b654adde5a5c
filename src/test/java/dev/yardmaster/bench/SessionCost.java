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
 * The cost of sessions that do almost nothing: their children print their start, and then wait.
 *
 * @param startMillis the CPU time of the service for the start of one session, from the moment its task is ready until its first events are
 *     stored, minus the service's CPU time without any start. Linux counts in hundredths of a second, so this is the median of batches of
 *     {@value #BATCH} starts
 * @param heapKilobytes the heap that a waiting session uses in the service
 */
record SessionCost(double startMillis, double heapKilobytes) {
    static final String AGENT = "idle";
    static final int SESSIONS = 100;

    private static final int WARM_UPS = 10;
    private static final int BATCH = 20;
    private static final int IDLE_PERIODS = 5;
    private static final Duration AHEAD = Duration.ofSeconds(1);
    private static final Duration SETTLING = Duration.ofSeconds(2);

    static SessionCost measure(RunningService service, Path directory) throws Exception {
        // Let the JVM compile the measured code first.
        for (int i = 0; i < WARM_UPS; i++) {
            try (StartSignal signal = new StartSignal(directory)) {
                start(service, signal);
                signal.send();
                service.api().awaitNoSession(AGENT);
            }
        }
        double idle = idleShare(service);
        try (StartSignal signal = new StartSignal(directory)) {
            long before = liveBytes(service.pid());
            List<CpuUse> batches = start(service, signal);
            double heap = (liveBytes(service.pid()) - before) / (double) SESSIONS / 1024;
            signal.send();
            service.api().awaitNoSession(AGENT);
            return new SessionCost(median(batches, idle) / BATCH, heap);
        }
    }

    private static double median(List<CpuUse> batches, double idle) {
        return batches.stream()
                .map(batch -> batch.millisAbove(idle))
                .sorted()
                .toList()
                .get(batches.size() / 2);
    }

    /** Starts sessions through tasks; returns the CPU use of each batch. */
    private static List<CpuUse> start(RunningService service, StartSignal signal) throws Exception {
        String prompt = signal.prompt(new Load(1, 1, 1, 0));
        List<CpuUse> batches = new ArrayList<>();
        for (int started = 0; started < SESSIONS; started += BATCH) {
            Instant ready = Instant.now().plus(AHEAD);
            for (int i = 0; i < BATCH; i++) {
                service.api().createTask(AGENT, prompt, ready);
            }
            Thread.sleep(Math.max(0, Duration.between(Instant.now(), ready).toMillis() - 100));
            int running = started + BATCH;
            batches.add(CpuUse.during(service, () -> service.api().awaitSessions(AGENT, running, SETTLING)));
        }
        return batches;
    }

    /** The share of a core that the idle service uses. */
    private static double idleShare(RunningService service) throws Exception {
        CpuUse idle = CpuUse.during(service, () -> Thread.sleep(SETTLING.multipliedBy(IDLE_PERIODS)));
        return idle.millis() / idle.elapsedMillis();
    }

    /** Something that takes time. */
    @FunctionalInterface
    private interface Period {
        void pass() throws Exception;
    }

    /** The CPU time that the service uses in a period. */
    private record CpuUse(double millis, double elapsedMillis) {
        static CpuUse during(RunningService service, Period period) throws Exception {
            long cpu = service.cpuNanos();
            long start = System.nanoTime();
            period.pass();
            return new CpuUse((service.cpuNanos() - cpu) / 1e6, (System.nanoTime() - start) / 1e6);
        }

        double millisAbove(double idleShare) {
            return millis - idleShare * elapsedMillis;
        }
    }

    /** The live bytes on the heap of a JVM, from the class histogram of its JDK. */
    private static long liveBytes(long pid) throws IOException, InterruptedException {
        Path java =
                Path.of(ProcessHandle.of(pid).flatMap(it -> it.info().command()).orElseThrow());
        Process jcmd = new ProcessBuilder(
                        java.resolveSibling("jcmd").toString(), Long.toString(pid), "GC.class_histogram")
                .start();
        String histogram = new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        String total = histogram
                .lines()
                .filter(line -> line.startsWith("Total"))
                .findFirst()
                .orElseThrow(() -> new IOException("jcmd returned no class histogram: " + histogram));
        jcmd.waitFor();
        return Long.parseLong(Arrays.asList(total.split("\\s+")).getLast());
    }
}
