package dev.yardmaster.bench;

import com.fasterxml.jackson.databind.JsonNode;
import dev.yardmaster.bench.Journal.Start;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Creates tasks for agents that have time, one after the other, and measures what it takes until they start. */
final class Dispatches {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    // Milliseconds from one task to the next: long enough for a session to end, and never in step with anything.
    private static final int PACE_FROM = 30;
    private static final int PACE_TO = 60;

    private final RunningService service;
    private final Store store;
    private final Journal journal;
    private final int count;
    private final Random random = new Random(42);
    private final List<Duration> sinceRequest = new ArrayList<>();
    private final List<Duration> sinceRow = new ArrayList<>();

    /** @param count how many tasks a measurement has */
    Dispatches(RunningService service, Store store, Journal journal, int count) {
        this.service = service;
        this.store = store;
        this.journal = journal;
        this.count = count;
    }

    DispatchCost measure(Backlog backlog, int waiting) throws Exception {
        backlog.fill(store, waiting);
        // The first one finds everything changed.
        run(5);
        sinceRequest.clear();
        sinceRow.clear();
        long cpu = service.cpuNanos();
        long database = service.databaseNanos();
        run(count);
        return new DispatchCost(
                backlog,
                waiting,
                Delays.of(sinceRequest),
                Delays.of(sinceRow),
                (service.cpuNanos() - cpu) / 1e6 / count,
                (service.databaseNanos() - database) / 1e6 / count);
    }

    /** Returns when the tasks are done. */
    void run(int tasks) throws Exception {
        for (int i = 0; i < tasks; i++) {
            long next = System.nanoTime() + random.nextLong(PACE_FROM, PACE_TO) * 1_000_000;
            one();
            Thread.sleep(Duration.ofNanos(Math.max(0, next - System.nanoTime())));
        }
        store.awaitNoSession();
    }

    private void one() throws IOException, InterruptedException {
        Instant before = Instant.now();
        JsonNode task = service.api().post("tasks", Map.of("title", "ready", "prompt", "work=0"));
        Start start = journal.next(PATIENCE)
                .orElseThrow(
                        () -> new IOException("The task " + task.path("id") + " was not started within " + PATIENCE));
        if (!start.task().equals(task.path("id").asText())) {
            throw new IOException("Another task than " + task.path("id") + " was started: " + start.task());
        }
        sinceRequest.add(Duration.between(before, start.at()));
        sinceRow.add(Duration.between(Instant.parse(task.path("createdAt").asText()), start.at()));
    }
}
