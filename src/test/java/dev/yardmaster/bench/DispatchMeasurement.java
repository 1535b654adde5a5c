package dev.yardmaster.bench;

import com.fasterxml.jackson.databind.JsonNode;
import dev.yardmaster.bench.StartPipe.Start;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Creates tasks for free agents one after the other, and measures the time and CPU until they start. */
final class DispatchMeasurement {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    // Milliseconds from one task to the next: long enough for a session to end, and random so as not to align with
    // timers.
    private static final int PACE_FROM = 30;
    private static final int PACE_TO = 60;

    private final RunningService service;
    private final BenchDatabase database;
    private final StartPipe startPipe;
    private final int count;
    private final Random random = new Random(42);
    private final List<Duration> sinceRequest = new ArrayList<>();
    private final List<Duration> sinceRow = new ArrayList<>();

    /** @param count the number of tasks per measurement */
    DispatchMeasurement(RunningService service, BenchDatabase database, StartPipe startPipe, int count) {
        this.service = service;
        this.database = database;
        this.startPipe = startPipe;
        this.count = count;
    }

    DispatchCost measure(Backlog backlog, int waiting) throws Exception {
        backlog.fill(database, waiting);
        // The first tasks see the changed backlog, so they are not measured.
        run(5);
        sinceRequest.clear();
        sinceRow.clear();
        long cpuBefore = service.cpuNanos();
        long databaseBefore = service.databaseNanos();
        run(count);
        return new DispatchCost(
                backlog,
                waiting,
                Latencies.of(sinceRequest),
                Latencies.of(sinceRow),
                (service.cpuNanos() - cpuBefore) / 1e6 / count,
                (service.databaseNanos() - databaseBefore) / 1e6 / count);
    }

    /** Creates tasks and waits until all are done. */
    void run(int tasks) throws Exception {
        for (int i = 0; i < tasks; i++) {
            long next = System.nanoTime() + random.nextLong(PACE_FROM, PACE_TO) * 1_000_000;
            measureOne();
            Thread.sleep(Duration.ofNanos(Math.max(0, next - System.nanoTime())));
        }
        database.awaitNoSession();
    }

    private void measureOne() throws IOException, InterruptedException {
        Instant before = Instant.now();
        JsonNode task = service.api().post("tasks", Map.of("title", "ready", "prompt", "work=0"));
        Start start = startPipe
                .next(TIMEOUT)
                .orElseThrow(
                        () -> new IOException("The task " + task.path("id") + " was not started within " + TIMEOUT));
        if (!start.task().equals(task.path("id").asText())) {
            throw new IOException("The task " + start.task() + " was started instead of " + task.path("id"));
        }
        sinceRequest.add(Duration.between(before, start.at()));
        sinceRow.add(Duration.between(Instant.parse(task.path("createdAt").asText()), start.at()));
    }
}
