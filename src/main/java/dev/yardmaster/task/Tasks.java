package dev.yardmaster.task;

import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.YardmasterException;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.hibernate.id.uuid.UuidVersion7Strategy;
import org.jspecify.annotations.Nullable;

/** The tasks as they are stored. Plain SQL: the dispatcher moves the same rows in its own transactions. */
@Singleton
public class Tasks {
    private static final Set<String> ROLES = Set.of("director", "worker", "steward");

    // PostgreSQL would take what is far beyond for infinity.
    private static final Instant EARLIEST = Instant.parse("1970-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

    private static final String INSERT = """
            INSERT INTO task (id, title, prompt, priority, role, reserved_for, state, scheduled_for, project, created_at, updated_at)
            SELECT $1, $2, $3, $4, $5, a.id, 'open', $7, p.id, now(), now()
            FROM (SELECT 1) one LEFT JOIN agent a ON a.name = $6 OR a.id::text = $6
                LEFT JOIN project p ON p.name = $8 OR p.id::text = $8
            WHERE ($6::text IS NULL OR a.id IS NOT NULL) AND ($8::text IS NULL OR p.id IS NOT NULL)
            RETURNING *
            """;

    // Ids are time-ordered, so the newest come first.
    private static final String LIST = """
            SELECT * FROM task
            WHERE ($1::uuid IS NULL OR id < $1) AND ($2::text IS NULL OR state = $2)
            ORDER BY id DESC LIMIT $3
            """;

    private final Pool pool;

    Tasks(Pool pool) {
        this.pool = pool;
    }

    /**
     * Adds a task that is ready now or when it is scheduled. Fails with {@code agent_not_found}, {@code project_not_found},
     * {@code unknown_role} or {@code invalid_request}.
     */
    public Uni<Task> add(TaskSpec spec) {
        String role = spec.role().orElse("worker");
        if (!ROLES.contains(role)) {
            throw new YardmasterException(
                    ErrorCode.UNKNOWN_ROLE,
                    "There is no role '" + role + "'. The roles are director, worker and steward.");
        }
        if (spec.scheduledFor()
                .filter(at -> at.isBefore(EARLIEST) || at.isAfter(LATEST))
                .isPresent()) {
            throw new YardmasterException(
                    ErrorCode.INVALID_REQUEST,
                    "'scheduledFor' is out of range: give a time between " + EARLIEST + " and " + LATEST + ".");
        }
        Tuple values = Tuple.tuple()
                .addUUID(UuidVersion7Strategy.INSTANCE.generateUuid(null))
                .addString(spec.title())
                .addString(spec.prompt())
                .addInteger(spec.priority().orElse(3))
                .addString(role)
                .addString(spec.agent().orElse(null))
                .addOffsetDateTime(spec.scheduledFor()
                        .map(at -> at.atOffset(ZoneOffset.UTC))
                        .orElse(null))
                .addString(spec.project().orElse(null));
        return pool.preparedQuery(INSERT)
                .execute(values)
                .chain(rows ->
                        one(rows).map(task -> Uni.createFrom().item(task)).orElseGet(() -> missing(spec)));
    }

    /** The task with an id; fails with {@code task_not_found}. */
    public Uni<Task> get(UUID id) {
        return pool.preparedQuery("SELECT * FROM task WHERE id = $1")
                .execute(Tuple.of(id))
                .map(rows -> one(rows).orElseThrow(Tasks::notFound));
    }

    /** Up to {@code limit} tasks, the newest first, before a task. */
    public Uni<List<Task>> list(Optional<UUID> before, Optional<TaskState> state, int limit) {
        return pool.preparedQuery(LIST)
                .execute(Tuple.of(
                        before.orElse(null), state.map(TaskState::value).orElse(null), limit))
                .map(rows -> rows.stream().map(Tasks::task).toList());
    }

    /** Cancels a task that is not running. Fails with {@code task_not_found} or {@code conflict}. */
    public Uni<Task> cancel(UUID id) {
        return move(
                id,
                "state = 'cancelled', reason = 'cancelled by hand'",
                Set.of("open", "review", "failed"),
                "Only a task that is open, in review or failed can be cancelled. Stop the session of a running one first.");
    }

    /** Makes a task that has come to an end ready again, with its failures forgotten. Fails with {@code task_not_found} or {@code conflict}. */
    public Uni<Task> reopen(UUID id) {
        return move(
                id,
                "state = 'open', reason = NULL, result = NULL, failures = 0, scheduled_for = NULL",
                Set.of("review", "done", "failed", "cancelled"),
                "Only a task that is in review, done, failed or cancelled can be opened again.");
    }

    private Uni<Task> move(UUID id, String assignments, Set<String> from, String otherwise) {
        return pool.preparedQuery("UPDATE task SET " + assignments
                        + ", updated_at = now() WHERE id = $1 AND state = ANY($2) RETURNING *")
                .execute(Tuple.of(id, from.toArray(String[]::new)))
                .chain(rows -> rows.size() > 0
                        ? Uni.createFrom().item(task(rows.iterator().next()))
                        : get(id).map(task -> {
                            throw new YardmasterException(
                                    ErrorCode.CONFLICT,
                                    "The task is " + task.state().value() + ". " + otherwise);
                        }));
    }

    /** Why a task was not added. */
    private Uni<Task> missing(TaskSpec spec) {
        return pool.preparedQuery("SELECT 1 FROM agent WHERE name = $1 OR id::text = $1")
                .execute(Tuple.of(spec.agent().orElse("")))
                .map(agents -> {
                    throw spec.agent().isPresent() && agents.size() == 0
                            ? new YardmasterException(
                                    ErrorCode.AGENT_NOT_FOUND,
                                    "There is no agent with the id or name that 'agent' gives. GET /api/agents lists the agents there are.")
                            : new YardmasterException(
                                    ErrorCode.PROJECT_NOT_FOUND,
                                    "There is no project with the id or name that 'project' gives. GET /api/projects lists the projects there are.");
                });
    }

    private static YardmasterException notFound() {
        return new YardmasterException(
                ErrorCode.TASK_NOT_FOUND, "There is no task with this id. GET /api/tasks lists the tasks there are.");
    }

    private static Optional<Task> one(RowSet<Row> rows) {
        return rows.stream().findFirst().map(Tasks::task);
    }

    private static Task task(Row row) {
        return new Task(
                row.getUUID("id"),
                row.getString("title"),
                row.getString("prompt"),
                row.getShort("priority"),
                row.getString("role"),
                Optional.ofNullable(row.getUUID("reserved_for")),
                Optional.ofNullable(row.getUUID("project")),
                TaskState.of(row.getString("state")),
                instant(row.getOffsetDateTime("scheduled_for")),
                Optional.ofNullable(row.getUUID("assignee")),
                Optional.ofNullable(row.getUUID("session")),
                row.getInteger("attempts"),
                row.getInteger("failures"),
                Optional.ofNullable(row.getString("result")),
                Optional.ofNullable(row.getString("reason")),
                row.getOffsetDateTime("created_at").toInstant(),
                row.getOffsetDateTime("updated_at").toInstant());
    }

    private static Optional<Instant> instant(@Nullable OffsetDateTime at) {
        return Optional.ofNullable(at).map(OffsetDateTime::toInstant);
    }
}
