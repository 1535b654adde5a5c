package dev.yardmaster.bench;

import dev.yardmaster.bench.StartPipe.Start;
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

/** Runs many tasks on many agents. All of them exist before the dispatcher starts. */
final class FleetRun {
    private static final Duration TIMEOUT = Duration.ofMinutes(7);
    private static final Duration IDLE_TIME = Duration.ofSeconds(1);
    private static final int REQUESTS_AT_ONCE = 16;
    private static final int WORK_MILLIS = 1000;

    private static final String DONE_ONCE = """
            SELECT count(*) FROM task WHERE state = 'done' AND attempts = 1
                AND (SELECT count(*) FROM session WHERE task = task.id) = 1
            """;

    // If a session ends and another starts at the same time, the end counts first.
    private static final String MOST_AT_ONCE = """
            SELECT max(count) FROM (
                SELECT sum(change) OVER (ORDER BY at, change) AS count FROM (
                    SELECT started_at AS at, 1 AS change FROM session UNION ALL SELECT ended_at, -1 FROM session) moments) counted
            """;

    private static final String SPAN_MILLIS =
            "SELECT 1000 * extract(epoch FROM max(ended_at) - min(started_at))::float8 FROM session";

    private final RunningService service;
    private final BenchDatabase database;
    private final StartPipe startPipe;
    private final int agents;
    private final int tasks;
    private final Map<String, Integer> runsByTask = new HashMap<>();

    FleetRun(RunningService service, BenchDatabase database, StartPipe startPipe, int agents, int tasks) {
        this.service = service;
        this.database = database;
        this.startPipe = startPipe;
        this.agents = agents;
        this.tasks = tasks;
    }

    /** A request that is sent once for each number. */
    private interface Request {
        void send(int number) throws Exception;
    }

    FleetResult run() throws Exception {
        Api api = service.api();
        api.post("dispatcher/pause", Map.of());
        sendConcurrently(agents, i -> api.createAgent("worker-" + i, "worker", 1));
        sendConcurrently(tasks, i -> api.post("tasks", Map.of("title", "task " + i, "prompt", "work=" + WORK_MILLIS)));
        long cpuBefore = service.cpuNanos();
        long databaseBefore = service.databaseNanos();
        api.post("dispatcher/resume", Map.of());
        awaitEnd();
        return new FleetResult(
                agents,
                tasks,
                doneOnce(),
                database.number(SPAN_MILLIS) / 1e3,
                database.number(MOST_AT_ONCE),
                service.peakMebibytes(),
                (service.cpuNanos() - cpuBefore) / 1e6 / tasks,
                (service.databaseNanos() - databaseBefore) / 1e6 / tasks);
    }

    private static void sendConcurrently(int count, Request request) throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(REQUESTS_AT_ONCE)) {
            List<Future<?>> sent = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                int number = i;
                sent.add(threads.submit(() -> {
                    request.send(number);
                    return null;
                }));
            }
            for (Future<?> response : sent) {
                response.get();
            }
        }
    }

    /** Waits until no task is left, or until the timeout; the result then shows the missing tasks. */
    private void awaitEnd() throws SQLException, InterruptedException {
        long deadline = System.nanoTime() + TIMEOUT.toNanos();
        while (System.nanoTime() < deadline) {
            Optional<Start> start = startPipe.next(IDLE_TIME);
            start.ifPresent(it -> runsByTask.merge(it.task(), 1, Integer::sum));
            if (start.isEmpty() && isFinished()) {
                return;
            }
        }
    }

    private boolean isFinished() throws SQLException {
        return database.number("SELECT count(*) FROM task WHERE state IN ('open', 'running')") == 0;
    }

    /** The smaller of two counts: the children that ran, and the rows of the service's database. */
    private long doneOnce() throws SQLException {
        long ran = runsByTask.values().stream().filter(count -> count == 1).count();
        return Math.min(ran, database.number(DONE_ONCE));
    }
}
