package dev.yardmaster.task;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

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

    private static final String FIND = "SELECT" + COLUMNS + "FROM task WHERE id = $1";

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

    /** Deletes a task that does not run, with its sessions. */
    Uni<Void> delete(SqlConnection transaction, UUID id) {
        return transaction
                .preparedQuery("SELECT delete_tasks(ARRAY[$1::uuid])")
                .execute(Tuple.of(id))
                .replaceWithVoid();
    }

    /** A page of a list; throws {@code invalid_request} or {@code invalid_cursor}. */
    Uni<List<Task>> list(SqlClient client, TaskFilter filter, int limit) {
        var query = new TaskQuery(filter, limit, COLUMNS);
        return client.preparedQuery(query.sql())
                .execute(query.values())
                .map(rows -> rows.stream().map(TaskRow::task).toList());
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

    private static Optional<Task> first(RowSet<Row> rows) {
        return rows.stream().findFirst().map(TaskRow::task);
    }
}
