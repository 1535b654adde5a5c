package dev.yardmaster.bench;

import dev.yardmaster.bench.Journal.Start;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Many agents with many tasks, that are all there when the dispatcher begins. */
final class Fleet {
    private static final Duration LONGEST = Duration.ofMinutes(7);
    private static final Duration QUIET = Duration.ofSeconds(1);
    private static final int REQUESTS_AT_ONCE = 16;
    private static final int WORK_MILLIS = 1000;

    private static final String DONE_ONCE = """
            SELECT count(*) FROM task WHERE state = 'done' AND attempts = 1
                AND (SELECT count(*) FROM session WHERE task = task.id) = 1
            """;

    // An end counts before a start at the same time.
    private static final String MOST_AT_ONCE = """
            SELECT max(count) FROM (
                SELECT sum(change) OVER (ORDER BY at, change) AS count FROM (
                    SELECT started_at AS at, 1 AS change FROM session UNION ALL SELECT ended_at, -1 FROM session) moments) counted
            """;

    private static final String SPAN_MILLIS =
            "SELECT 1000 * extract(epoch FROM max(ended_at) - min(started_at))::float8 FROM session";

    private final RunningService service;
    private final Store store;
    private final Journal journal;
    private final int agents;
    private final int tasks;
    private final Map<String, Integer> runs = new HashMap<>();

    Fleet(RunningService service, Store store, Journal journal, int agents, int tasks) {
        this.service = service;
        this.store = store;
        this.journal = journal;
        this.agents = agents;
        this.tasks = tasks;
    }

    private interface Request {
        void send(int number) throws Exception;
    }

    FleetResult run() throws Exception {
        Api api = service.api();
        api.post("dispatcher/pause", Map.of());
        atOnce(agents, i -> api.createAgent("worker-" + i, "worker", 1));
        atOnce(tasks, i -> api.post("tasks", Map.of("title", "task " + i, "prompt", "work=" + WORK_MILLIS)));
        long cpu = service.cpuNanos();
        long database = service.databaseNanos();
        api.post("dispatcher/resume", Map.of());
        awaitEnd();
        return new FleetResult(
                agents,
                tasks,
                doneOnce(),
                store.number(SPAN_MILLIS) / 1e3,
                store.number(MOST_AT_ONCE),
                service.peakMebibytes(),
                (service.cpuNanos() - cpu) / 1e6 / tasks,
                (service.databaseNanos() - database) / 1e6 / tasks);
    }

    private static void atOnce(int count, Request request) throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(REQUESTS_AT_ONCE)) {
            List<Future<?>> sent = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                int number = i;
                sent.add(threads.submit(() -> {
                    request.send(number);
                    return null;
                }));
            }
            for (Future<?> it : sent) {
                it.get();
            }
        }
    }

    /** Returns when nothing is left to do, or it takes too long; what is not done by then tells. */
    private void awaitEnd() throws SQLException, InterruptedException {
        long deadline = System.nanoTime() + LONGEST.toNanos();
        while (System.nanoTime() < deadline) {
            Optional<Start> start = journal.next(QUIET);
            start.ifPresent(it -> runs.merge(it.task(), 1, Integer::sum));
            if (start.isEmpty() && isOver()) {
                return;
            }
        }
    }

    private boolean isOver() throws SQLException {
        return store.number("SELECT count(*) FROM task WHERE state IN ('open', 'running')") == 0;
    }

    /** Counted twice: by the children that ran, and by what the service knows. */
    private long doneOnce() throws SQLException {
        long ran = runs.values().stream().filter(count -> count == 1).count();
        return Math.min(ran, store.number(DONE_ONCE));
    }
}
