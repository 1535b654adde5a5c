package dev.yardmaster.retention;

import static dev.yardmaster.task.TaskDatabase.depend;
import static dev.yardmaster.task.TaskDatabase.plan;
import static dev.yardmaster.task.TaskDatabase.query;
import static dev.yardmaster.task.TaskDatabase.run;
import static dev.yardmaster.task.TaskDatabase.task;

import dev.yardmaster.id.Ids;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.UUID;
import java.util.stream.IntStream;

/** Writes what a crew leaves behind: tasks that have ended, with their sessions, logs, plans and activity. */
final class SimulatedCrew {
    private static final int CHUNKS_PER_SESSION = 2;
    static final int LOG_BYTES_PER_SESSION = CHUNKS_PER_SESSION * 3000;

    // Every tenth task belongs to the plan of the day.
    private static final String TASKS = """
            INSERT INTO task (id, title, prompt, priority, role, state, plan, created_at, updated_at, ended_at)
            SELECT gen_random_uuid(), 'task', 'go', 3, 'worker', CASE WHEN n % 10 IN (3, 7) THEN 'failed' ELSE 'done' END,
                CASE WHEN n % 10 = 0 THEN ?::uuid END, ?, ?, ? FROM generate_series(1, ?) n
            """;

    // The tasks of a plan wait for each other in a chain.
    private static final String DEPENDENCIES = """
            INSERT INTO dependency SELECT id, needs FROM (SELECT id, lag(id) OVER (ORDER BY id) AS needs FROM task WHERE plan = ?) t
            WHERE needs IS NOT NULL
            """;

    private static final String SESSIONS = """
            INSERT INTO session (id, instance, agent, agent_name, task, provider, executable, mode, directory, state, started_at,
                ended_at, input_tokens)
            SELECT gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), 'ann', id, 'p', 'e', 'one-shot', '/', 'completed',
                ended_at, ended_at, 1
            FROM task WHERE ended_at = ? LIMIT ?
            """;

    private static final String SESSION = """
            INSERT INTO session (id, instance, agent, agent_name, task, provider, executable, mode, directory, state, started_at,
                ended_at, earlier, input_tokens)
            VALUES (?, gen_random_uuid(), gen_random_uuid(), 'ann', ?, 'p', 'e', 'one-shot', '/', 'completed', ?, ?, ?, 1)
            """;

    private static final String CHUNKS = """
            WITH head AS (UPDATE feed SET position = position + ? RETURNING position)
            INSERT INTO session_chunk (session_id, last_seq, first_seq, position, agent, body_len, body)
            SELECT s.id, n, n, head.position + 1 - row_number() OVER (), s.agent, 3000, convert_to(repeat('x', 3000), 'UTF8')
            FROM session s, generate_series(1, ?) n, head WHERE s.started_at = ?
            """;

    private final Connection connection;

    SimulatedCrew(Connection connection) {
        this.connection = connection;
    }

    /** Adds tasks that end at a time, and sessions of some of them. Returns their plan. */
    UUID work(Instant end, int tasks, int sessions) throws SQLException {
        UUID plan = plan(connection, "active");
        OffsetDateTime at = end.atOffset(ZoneOffset.UTC);
        run(connection, TASKS, plan, at, at, at, tasks);
        run(connection, DEPENDENCIES, plan);
        int started = run(connection, SESSIONS, at, sessions);
        run(connection, CHUNKS, started * CHUNKS_PER_SESSION, CHUNKS_PER_SESSION, at);
        UUID[] entries = IntStream.range(0, tasks)
                .mapToObj(n -> Ids.firstAt(end.plusMillis(n)))
                .toArray(UUID[]::new);
        run(
                connection,
                "INSERT INTO activity (id, at, actor_kind, actor, action) SELECT unnest(?), ?, 'service', 'test', 'test'"
                        + " ON CONFLICT DO NOTHING",
                connection.createArrayOf("uuid", entries),
                at);
        return plan;
    }

    /** Adds a task that has ended, in a state. */
    UUID ended(Instant end, String state) throws SQLException {
        UUID id = task(connection);
        run(connection, "UPDATE task SET state = ? WHERE id = ?", state, id);
        run(connection, "UPDATE task SET ended_at = ? WHERE id = ?", end.atOffset(ZoneOffset.UTC), id);
        return id;
    }

    /** Adds an open task that waits for another one. */
    UUID waitingFor(UUID needed) throws SQLException {
        UUID id = task(connection);
        depend(connection, id, needed);
        return id;
    }

    /** Adds a session that started, and perhaps ended, at a time. Null for no task, for no end, and for no session before it. */
    UUID session(Instant at, UUID task, boolean ended, UUID earlier) throws SQLException {
        UUID id = UUID.randomUUID();
        OffsetDateTime time = at.atOffset(ZoneOffset.UTC);
        run(connection, SESSION, id, task, time, ended ? time : null, earlier);
        return id;
    }

    long count(String what, Object... values) throws SQLException {
        return ((Number) query(connection, "SELECT count(*) FROM " + what, values)
                        .getFirst())
                .longValue();
    }
}
