package dev.yardmaster.task;

import dev.yardmaster.task.Dependencies.Dependency;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** Reads and writes tasks. Triggers of the database keep the derived columns, such as the number of blockers. */
@Singleton
class TaskRepository {
    private static final String COLUMNS = """
             task.*, ARRAY(SELECT needs FROM dependency WHERE task = task.id ORDER BY needs) AS depends_on,
                CASE WHEN blockers = 0 THEN '{}' ELSE ARRAY(
                    SELECT needs FROM dependency d JOIN task needed ON needed.id = d.needs
                    WHERE d.task = task.id AND needed.state <> 'done' ORDER BY needs) END AS blocked_by
            """;

    // Returns no row if the agent, project or plan does not exist, or if the agent does not fit.
    private static final String REFERENCES = """
            FROM (SELECT) one LEFT JOIN agent a ON a.name = $6 OR a.id::text = lower($6)
                LEFT JOIN project p ON p.name = $7 OR p.id::text = lower($7)
                LEFT JOIN plan n ON n.name = $8 OR n.id::text = lower($8)
            WHERE ($6::text IS NULL OR a.id IS NOT NULL) AND ($7::text IS NULL OR p.id IS NOT NULL)
                AND ($8::text IS NULL OR n.id IS NOT NULL)
            """;

    // An agent with a project takes no tasks of another project.
    private static final String FITS = "a.project IS NULL OR p.id IS NULL OR a.project = p.id";

    private static final String INSERT_ONLY = """
            INSERT INTO task (id, title, prompt, priority, role, reserved_for, project, plan, requires, scheduled_for, provider,
                executable, model, acceptance, timeout_ms, max_failures, tags, proposed, name, found_during, found_by, blocks_finder, state, created_at, updated_at)
            SELECT $1, $2, $3, $4, $5, a.id, p.id, n.id, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, 'open', now(), now()
            """ + REFERENCES + "AND (" + FITS + ") ";

    private static final String INSERT = INSERT_ONLY + "RETURNING" + COLUMNS;

    // An agent that has got another project since the task was written does not block changes of other fields.
    private static final String UPDATE = """
            UPDATE task SET title = $2, prompt = $3, priority = $4, role = $5, reserved_for = a.id, project = p.id, plan = n.id,
                requires = $9, scheduled_for = $10, provider = $11, executable = $12, model = $13, acceptance = $14,
                timeout_ms = $15, max_failures = $16, tags = $17, proposed = $18, updated_at = now()
            """ + REFERENCES + "AND (" + FITS + """
             OR task.reserved_for = a.id AND task.project = p.id) AND task.id = $1 RETURNING
            """ + COLUMNS;

    // A worktree stays in the repository of the project for which it was made.
    private static final String WORKS_ELSEWHERE = "SELECT FROM worktree WHERE id = $1 AND project IS DISTINCT FROM $2";

    private static final String REFERENCES_FOUND = """
            SELECT $1::text IS NULL OR EXISTS (SELECT FROM agent WHERE name = $1 OR id::text = lower($1)) AS agent,
                $2::text IS NULL OR EXISTS (SELECT FROM project WHERE name = $2 OR id::text = lower($2)) AS project,
                $3::text IS NULL OR EXISTS (SELECT FROM plan WHERE name = $3 OR id::text = lower($3)) AS plan,
                NOT EXISTS (
                    SELECT FROM agent a, project p
                    WHERE (a.name = $1 OR a.id::text = lower($1)) AND (p.name = $2 OR p.id::text = lower($2)) AND NOT (
            """ + FITS + ")) AS fits";

    private static final String STOP = """
            UPDATE task SET cancelling = true, reason = 'cancelled by hand', updated_at = now() WHERE id = $1 AND state = 'running'
            """;

    private static final String STOP_ALL = """
            UPDATE task SET cancelling = true, reason = 'cancelled by hand', updated_at = now()
            WHERE id = ANY($1) AND state = 'running' RETURNING id
            """;

    private static final String CANCEL_OPEN = """
            UPDATE task SET state = 'cancelled', reason = $2, updated_at = now() WHERE id = ANY($1) AND state = 'open'
            """;

    private static final String PRIORITIZE_ALL =
            "UPDATE task SET priority = $2, updated_at = now() WHERE id = ANY($1) AND state = 'open' RETURNING id";

    private static final String FIND = "SELECT" + COLUMNS + "FROM task WHERE id = $1";

    private static final String UNKNOWN = """
            SELECT wanted FROM unnest($1::uuid[]) wanted
            WHERE NOT EXISTS (SELECT FROM task WHERE id = wanted) ORDER BY wanted
            """;

    private static final String REQUIRE = "INSERT INTO dependency (task, needs) SELECT $1, unnest($2::uuid[])";
    private static final String REQUIRE_ALL = """
            INSERT INTO dependency (task, needs) SELECT * FROM unnest($1::uuid[], $2::uuid[]) ON CONFLICT DO NOTHING
            """;
    private static final String RELEASE = "DELETE FROM dependency WHERE task = $1 AND needs = ANY($2)";

    private static final String CYCLE = """
            WITH RECURSIVE walked (task, needs) AS (
                SELECT $1::uuid, unnest($2::uuid[])
                UNION SELECT d.task, d.needs FROM dependency d JOIN walked ON d.task = walked.needs)
            SELECT task, needs FROM walked WHERE EXISTS (SELECT FROM walked WHERE needs = $1)
            """;

    /**
     * Blocks other transactions that change tasks with dependencies until this transaction ends. The lock rule of the schema: take it before
     * any lock of a task.
     */
    Uni<Void> lockTaskGraph(SqlConnection transaction) {
        return transaction.query("SELECT lock_task_graph()").execute().replaceWithVoid();
    }

    /** Adds a task; empty if the agent, project or plan does not exist, or if the agent does not fit. */
    Uni<Optional<Task>> insert(SqlClient client, UUID id, TaskSpec spec) {
        return client.preparedQuery(INSERT)
                .execute(values(NewTask.of(id, Optional.empty(), spec)))
                .map(TaskRepository::first);
    }

    /** Adds tasks; returns the index of the first one whose agent, project or plan does not exist, or whose agent does not fit. */
    Uni<Optional<Integer>> insertAll(SqlConnection transaction, List<NewTask> tasks) {
        List<Tuple> values = tasks.stream().map(TaskRepository::values).toList();
        return transaction.preparedQuery(INSERT_ONLY).executeBatch(values).map(results -> {
            int index = 0;
            for (RowSet<Row> each = results; each != null; each = each.next()) {
                if (each.rowCount() == 0) {
                    return Optional.of(index);
                }
                index++;
            }
            return Optional.empty();
        });
    }

    /** Changes a task; empty if the agent, project or plan does not exist, or if the agent does not fit. */
    Uni<Optional<Task>> update(SqlClient client, UUID id, TaskSpec spec) {
        return client.preparedQuery(UPDATE).execute(values(id, spec)).map(TaskRepository::first);
    }

    /** Whether a task has a worktree, and this belongs to another project than the given one. */
    Uni<Boolean> worksElsewhere(SqlClient client, UUID task, Optional<UUID> project) {
        return client.preparedQuery(WORKS_ELSEWHERE)
                .execute(Tuple.of(task, project.orElse(null)))
                .map(rows -> rows.size() > 0);
    }

    /**
     * Whether an agent, a project and a plan exist; true for those that are not named.
     *
     * @param fits whether the agent may get tasks of the project
     */
    record References(boolean agent, boolean project, boolean plan, boolean fits) {}

    Uni<References> references(
            SqlClient client, Optional<String> agent, Optional<String> project, Optional<String> plan) {
        return client.preparedQuery(REFERENCES_FOUND)
                .execute(Tuple.of(agent.orElse(null), project.orElse(null), plan.orElse(null)))
                .map(rows -> rows.iterator().next())
                .map(row -> new References(
                        row.getBoolean("agent"),
                        row.getBoolean("project"),
                        row.getBoolean("plan"),
                        row.getBoolean("fits")));
    }

    Uni<Optional<Task>> find(SqlClient client, UUID id) {
        return client.preparedQuery(FIND).execute(Tuple.of(id)).map(TaskRepository::first);
    }

    /** Reads a task and locks it until the transaction ends. */
    Uni<Optional<Task>> lock(SqlConnection transaction, UUID id) {
        return transaction
                .preparedQuery(FIND + " FOR UPDATE")
                .execute(Tuple.of(id))
                .map(TaskRepository::first);
    }

    /** Reads the tasks of a plan and locks them until the transaction ends, the oldest first. */
    Uni<List<Task>> lockPlan(SqlConnection transaction, UUID plan) {
        return transaction
                .preparedQuery("SELECT" + COLUMNS + "FROM task WHERE plan = $1 ORDER BY id FOR UPDATE")
                .execute(Tuple.of(plan))
                .map(rows -> rows.stream().map(TaskRow::task).toList());
    }

    /** Cancels those of some tasks that are open. */
    Uni<Void> cancelOpen(SqlConnection transaction, Collection<UUID> tasks, String reason) {
        return run(transaction, CANCEL_OPEN, Tuple.of(array(tasks), reason));
    }

    /** A page of a list; throws {@code invalid_request} or {@code invalid_cursor}. */
    Uni<List<Task>> list(SqlClient client, TaskFilter filter, int limit) {
        var query = new TaskQuery(filter, limit, COLUMNS);
        return client.preparedQuery(query.sql())
                .execute(query.values())
                .map(rows -> rows.stream().map(TaskRow::task).toList());
    }

    /** The ids among {@code tasks} that don't belong to a task. */
    Uni<List<UUID>> unknown(SqlClient client, Collection<UUID> tasks) {
        return client.preparedQuery(UNKNOWN)
                .execute(Tuple.of(array(tasks)))
                .map(rows -> rows.stream().map(row -> row.getUUID(0)).toList());
    }

    Uni<Void> require(SqlConnection transaction, UUID task, Collection<UUID> needs) {
        return run(transaction, REQUIRE, Tuple.of(task, array(needs)));
    }

    /** Adds dependencies of several tasks in one statement. */
    Uni<Void> requireAll(SqlConnection transaction, List<Dependency> dependencies) {
        return run(
                transaction,
                REQUIRE_ALL,
                Tuple.of(
                        array(dependencies.stream().map(Dependency::task).toList()),
                        array(dependencies.stream().map(Dependency::needs).toList())));
    }

    Uni<Void> release(SqlConnection transaction, UUID task, Collection<UUID> needs) {
        return run(transaction, RELEASE, Tuple.of(task, array(needs)));
    }

    /** All direct and indirect dependencies of a task that also needs {@code needs}, if the task would then depend on itself; else empty. */
    Uni<List<Dependency>> dependenciesInCycle(SqlConnection transaction, UUID task, Collection<UUID> needs) {
        return transaction
                .preparedQuery(CYCLE)
                .execute(Tuple.of(task, array(needs)))
                .map(rows -> rows.stream()
                        .map(row -> new Dependency(row.getUUID("task"), row.getUUID("needs")))
                        .toList());
    }

    /** Moves a task; returns false if its state does not allow the move. */
    Uni<Boolean> move(SqlConnection transaction, UUID id, TaskMove move, Optional<String> result) {
        return transaction
                .preparedQuery("UPDATE task SET " + move.assignments()
                        + ", updated_at = now() WHERE id = $1 AND state = ANY($2)")
                .execute(Tuple.of(id, names(move.from()), result.orElse(null)))
                .map(rows -> rows.rowCount() > 0);
    }

    /** The tasks that wait for a task. */
    Uni<List<UUID>> waitingFor(SqlConnection transaction, UUID id) {
        return transaction
                .preparedQuery("SELECT unnest(tasks_waiting_for(ARRAY[$1::uuid])) AS id")
                .execute(Tuple.of(id))
                .map(rows -> rows.stream().map(row -> row.getUUID("id")).toList());
    }

    /** Deletes a task that does not run, with its sessions. */
    Uni<Void> delete(SqlConnection transaction, UUID id) {
        return run(transaction, "SELECT delete_tasks(ARRAY[$1::uuid])", Tuple.of(id));
    }

    /** Requests the end of a running task's session, so that the task is then cancelled; returns false if the task is not running. */
    Uni<Boolean> stop(SqlConnection transaction, UUID id) {
        return transaction.preparedQuery(STOP).execute(Tuple.of(id)).map(rows -> rows.rowCount() > 0);
    }

    /** Moves those of some tasks whose states allow it; returns their ids. */
    Uni<Set<UUID>> moveAll(SqlConnection transaction, Collection<UUID> tasks, TaskMove move) {
        return ids(
                transaction,
                "UPDATE task SET " + move.assignments()
                        + ", updated_at = now() WHERE id = ANY($1) AND state = ANY($2) RETURNING id",
                Tuple.of(array(tasks), names(move.from()), null));
    }

    /** As {@link #stop}, for those of some tasks that are running; returns their ids. */
    Uni<Set<UUID>> stopAll(SqlConnection transaction, Collection<UUID> tasks) {
        return ids(transaction, STOP_ALL, Tuple.of(array(tasks)));
    }

    /** Changes the priority of those of some tasks that are open; returns their ids. */
    Uni<Set<UUID>> prioritizeAll(SqlConnection transaction, Collection<UUID> tasks, int priority) {
        return ids(transaction, PRIORITIZE_ALL, Tuple.of(array(tasks), priority));
    }

    /** The states of those of some tasks that exist. */
    Uni<Map<UUID, TaskState>> states(SqlConnection transaction, Collection<UUID> tasks) {
        return transaction
                .preparedQuery("SELECT id, state FROM task WHERE id = ANY($1)")
                .execute(Tuple.of(array(tasks)))
                .map(rows -> rows.stream()
                        .collect(Collectors.toMap(
                                row -> row.getUUID("id"), row -> TaskState.of(row.getString("state")))));
    }

    private static Uni<Set<UUID>> ids(SqlConnection transaction, String sql, Tuple values) {
        return transaction
                .preparedQuery(sql)
                .execute(values)
                .map(rows -> rows.stream().map(row -> row.getUUID("id")).collect(Collectors.toSet()));
    }

    private static String[] names(Collection<TaskState> states) {
        return states.stream().map(TaskState::value).toArray(String[]::new);
    }

    private static Uni<Void> run(SqlConnection transaction, String sql, Tuple values) {
        return transaction.preparedQuery(sql).execute(values).replaceWithVoid();
    }

    private static Tuple values(NewTask task) {
        Optional<Task.Discovery> discovery = task.discovery();
        return values(task.id(), task.spec())
                .addString(task.name().orElse(null))
                .addUUID(discovery.flatMap(Task.Discovery::task).orElse(null))
                .addString(discovery.map(Task.Discovery::agent).orElse(null))
                .addBoolean(discovery.map(Task.Discovery::blocking).orElse(false));
    }

    private static Tuple values(UUID id, TaskSpec spec) {
        return Tuple.tuple()
                .addUUID(id)
                .addString(spec.title())
                .addString(spec.prompt())
                .addInteger(spec.priority().orElse(TaskSpec.DEFAULT_PRIORITY))
                .addString(spec.role().orElse(TaskSpec.DEFAULT_ROLE))
                .addString(spec.agent().orElse(null))
                .addString(spec.project().orElse(null))
                .addString(spec.plan().orElse(null))
                .addArrayOfString(spec.normalizedRequires().toArray(String[]::new))
                .addOffsetDateTime(spec.scheduledFor()
                        .map(at -> at.atOffset(ZoneOffset.UTC))
                        .orElse(null))
                .addString(spec.provider().orElse(null))
                .addString(spec.executable().orElse(null))
                .addString(spec.model().orElse(null))
                .addString(spec.acceptance().orElse(null))
                .addLong(spec.timeout().map(Duration::toMillis).orElse(null))
                .addInteger(spec.maxFailures().orElse(null))
                .addArrayOfString(spec.normalizedTags().toArray(String[]::new))
                .addBoolean(spec.proposed().orElse(false));
    }

    private static UUID[] array(Collection<UUID> ids) {
        return ids.toArray(UUID[]::new);
    }

    private static Optional<Task> first(RowSet<Row> rows) {
        return rows.stream().findFirst().map(TaskRow::task);
    }
}
