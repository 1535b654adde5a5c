package dev.yardmaster.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What sessions cost that do next to nothing: their children print one short turn, and then wait for the next message.
 *
 * @param startMillis the service's own processor time for a session's start: from the request for it until its first turn is stored, the
 *     start of the child process included; the median of batches, as the system counts in hundredths of a second
 * @param heapKilobytes what a session that waits holds of the service's heap
 */
record SessionCost(double startMillis, double heapKilobytes) {
    static final String AGENT = "idle";
    static final int SESSIONS = 100;

    private static final int WARM_UPS = 10;
    private static final int BATCH = 20;
    private static final Duration SETTLING = Duration.ofMillis(500);

    static SessionCost measure(RunningService service) throws Exception {
        // So that what is measured has run often enough to be compiled.
        for (int i = 0; i < WARM_UPS; i++) {
            stop(service, start(service, new ArrayList<>()));
        }
        long before = liveBytes(service.pid());
        List<Double> millis = new ArrayList<>();
        List<String> sessions = start(service, millis);
        double heap = (liveBytes(service.pid()) - before) / (double) SESSIONS / 1024;
        stop(service, sessions);
        return new SessionCost(millis.stream().sorted().toList().get(millis.size() / 2), heap);
    }

    private static List<String> start(RunningService service, List<Double> millis) throws Exception {
        List<String> sessions = new ArrayList<>();
        while (sessions.size() < SESSIONS) {
            long cpu = service.cpuNanos();
            for (int i = 0; i < BATCH; i++) {
                sessions.add(service.api().startSession(AGENT, "count=0"));
            }
            Thread.sleep(SETTLING);
            millis.add((service.cpuNanos() - cpu) / 1e6 / BATCH);
        }
        return sessions;
    }

    private static void stop(RunningService service, List<String> sessions) throws Exception {
        for (String session : sessions) {
            service.api().stopSession(session);
        }
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
