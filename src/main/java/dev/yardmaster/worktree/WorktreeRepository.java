package dev.yardmaster.worktree;

import dev.yardmaster.page.Conditions;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Reads and writes the rows of worktrees. For any thread. */
@Singleton
class WorktreeRepository {
    private static final String INSERT = """
            INSERT INTO worktree (id, project, instance, repository, path, branch, base_branch) VALUES ($1, $2, $3, $4, $5, $6, $7)
            """;

    private static final String PRESENT = """
            UPDATE worktree SET state = 'present', base = coalesce(base, $2), instance = $3, repository = $4, path = $5, problem = NULL,
                set_up = set_up AND $6 AND instance = $3, port_base = CASE WHEN instance = $3 THEN port_base END, updated_at = now()
            WHERE id = $1 RETURNING set_up
            """;

    private static final String CHECKPOINT =
            "UPDATE worktree SET checkpoint = greatest(checkpoint, $2), head = $3, problem = $4, updated_at = now()"
                    + " WHERE id = $1";

    private static final String PROBLEM = "UPDATE worktree SET problem = $2, updated_at = now() WHERE id = $1";

    // Two statements: the second one sees the session of a claim for which the lock had to wait.
    private static final String LOCK = "SELECT FROM worktree WHERE id = $1 FOR UPDATE";

    private static final String UNUSED = """
            NOT EXISTS (SELECT FROM session WHERE session.task = worktree.id AND ended_at IS NULL) AND state <> 'removed'
            """;

    private static final String DUE = UNUSED + """
            AND instance = $1 AND (
                NOT EXISTS (SELECT FROM task WHERE task.id = worktree.id) AND worktree.updated_at < $2
                OR EXISTS (SELECT FROM task WHERE task.id = worktree.id AND task.state IN ('done', 'cancelled')
                    AND greatest(task.ended_at, worktree.updated_at) < $2))
            """;

    private static final String SELECT_DUE =
            "SELECT id FROM worktree WHERE " + DUE + " AND id > $3 ORDER BY id LIMIT 100";
    private static final String REMOVING =
            "UPDATE worktree SET state = 'removing' WHERE " + DUE + " AND id = $3 RETURNING *";

    private static final String REMOVED =
            "UPDATE worktree SET state = 'removed', problem = NULL, updated_at = now() WHERE id = $1";
    private static final String KEPT = """
            UPDATE worktree SET state = CASE WHEN base IS NULL THEN 'creating' ELSE 'present' END, problem = $2, updated_at = now()
            WHERE id = $1
            """;

    // Its checkpoints stay in the repository.
    private static final String FORGET = """
            DELETE FROM worktree WHERE state = 'removed' AND instance = $1 AND NOT EXISTS (SELECT FROM task WHERE task.id = worktree.id)
            """;

    private static final String IN_USE =
            "SELECT EXISTS (SELECT FROM session WHERE task = $1 AND ended_at IS NULL) AS running";

    private final Pool pool;

    WorktreeRepository(Pool pool) {
        this.pool = pool;
    }

    Uni<Optional<Worktree>> find(UUID task) {
        return find(pool, task);
    }

    Uni<Optional<Worktree>> find(SqlClient client, UUID task) {
        return one(client, "SELECT * FROM worktree WHERE id = $1", Tuple.of(task));
    }

    /** The worktree of a task, locked until the transaction ends. */
    Uni<Optional<Worktree>> lock(SqlClient transaction, UUID task) {
        return one(transaction, "SELECT * FROM worktree WHERE id = $1 FOR UPDATE", Tuple.of(task));
    }

    private static Uni<Optional<Worktree>> one(SqlClient client, String sql, Tuple values) {
        return client.preparedQuery(sql)
                .execute(values)
                .map(rows -> rows.stream().findFirst().map(WorktreeRepository::worktree));
    }

    /** A page of the worktrees, the oldest task first. */
    Uni<List<Worktree>> page(Optional<UUID> after, Optional<String> project, Optional<WorktreeState> state, int limit) {
        Conditions where = new Conditions()
                .add(after, "id > $?")
                .add(state.map(WorktreeState::value), "state = $?")
                .add(project, "project IN (SELECT id FROM project WHERE name = $? OR id::text = lower($?))");
        return pool.preparedQuery("SELECT * FROM worktree WHERE " + where.sql() + " ORDER BY id LIMIT " + limit)
                .execute(where.values())
                .map(rows -> rows.stream().map(WorktreeRepository::worktree).toList());
    }

    /** Whether a session of a task runs. */
    Uni<Boolean> inUse(UUID task) {
        return pool.preparedQuery(IN_USE)
                .execute(Tuple.of(task))
                .map(rows -> rows.iterator().next().getBoolean("running"));
    }

    /** Up to 100 worktrees, after one of them, whose tasks ended or were deleted before a time. */
    Uni<List<UUID>> due(UUID instance, Instant before, UUID after) {
        return pool.preparedQuery(SELECT_DUE)
                .execute(Tuple.of(instance, before.atOffset(ZoneOffset.UTC), after))
                .map(rows -> rows.stream().map(row -> row.getUUID("id")).toList());
    }

    /** Marks a worktree that is due as being removed; empty if a session uses it again. */
    Uni<Optional<Worktree>> removing(UUID instance, Instant before, UUID task) {
        return pool.withTransaction(transaction -> transaction
                .preparedQuery(LOCK)
                .execute(Tuple.of(task))
                .chain(() -> one(transaction, REMOVING, Tuple.of(instance, before.atOffset(ZoneOffset.UTC), task))));
    }

    /** Stores that a directory is removed. */
    Uni<Void> removed(UUID task) {
        return run(REMOVED, Tuple.of(task));
    }

    /** Stores why a directory is not removed. */
    Uni<Void> kept(UUID task, String problem) {
        return run(KEPT, Tuple.of(task, problem));
    }

    /** Forgets the removed worktrees of deleted tasks. */
    Uni<Void> forget(UUID instance) {
        return run(FORGET, Tuple.of(instance));
    }

    /** The title of a task, if the task exists. */
    Uni<Optional<String>> title(SqlClient client, UUID task) {
        return client.preparedQuery("SELECT title FROM task WHERE id = $1")
                .execute(Tuple.of(task))
                .map(rows -> rows.stream().findFirst().map(row -> row.getString("title")));
    }

    /** Stores a worktree that is to be made. */
    Uni<Void> insert(SqlClient client, UUID project, UUID instance, Place place, String baseBranch) {
        return client.preparedQuery(INSERT)
                .execute(Tuple.tuple()
                        .addUUID(place.task())
                        .addUUID(project)
                        .addUUID(instance)
                        .addString(place.repository().toString())
                        .addString(place.path().toString())
                        .addString(place.branch())
                        .addString(baseBranch))
                .replaceWithVoid();
    }

    /**
     * Stores that the directory of a worktree exists. Returns whether the project's set-up command has succeeded in it.
     *
     * @param kept whether it is the directory that the last session has left
     */
    Uni<Boolean> present(Place place, UUID instance, Optional<String> base, boolean kept) {
        return pool.preparedQuery(PRESENT)
                .execute(Tuple.tuple()
                        .addUUID(place.task())
                        .addString(base.orElse(null))
                        .addUUID(instance)
                        .addString(place.repository().toString())
                        .addString(place.path().toString())
                        .addBoolean(kept))
                .map(rows -> rows.stream().anyMatch(row -> row.getBoolean("set_up")));
    }

    /** Stores that the set-up command of the project has succeeded. */
    Uni<Void> setUp(UUID task) {
        return run("UPDATE worktree SET set_up = true WHERE id = $1", Tuple.of(task));
    }

    /** The first of the ports that a worktree has from now on; empty if all are leased. */
    Uni<Optional<Integer>> leasePorts(UUID task, PortRange ports) {
        return pool.preparedQuery("SELECT lease_worktree_ports($1, $2, $3, $4)")
                .execute(Tuple.of(task, ports.first(), ports.last(), ports.each()))
                .map(rows -> Optional.ofNullable(rows.iterator().next().getInteger(0)));
    }

    /** The tear-down command of a project; empty if it has none or was removed. */
    Uni<Optional<String>> teardown(UUID project) {
        return pool.preparedQuery("SELECT teardown_command FROM project WHERE id = $1")
                .execute(Tuple.of(project))
                .map(rows -> rows.stream().findFirst().map(row -> row.getString(0)));
    }

    /** Forgets a worktree. */
    Uni<Void> delete(UUID task) {
        return run("DELETE FROM worktree WHERE id = $1", Tuple.of(task));
    }

    /** Stores what a checkpoint has found. */
    Uni<Void> checkpoint(UUID task, Checkpoint made, Optional<String> problem) {
        return run(CHECKPOINT, Tuple.of(task, made.number(), made.head().orElse(null), problem.orElse(null)));
    }

    /** Stores why a checkpoint or a removal has failed. */
    Uni<Void> problem(UUID task, String problem) {
        return run(PROBLEM, Tuple.of(task, problem));
    }

    private Uni<Void> run(String sql, Tuple values) {
        return pool.preparedQuery(sql).execute(values).replaceWithVoid();
    }

    static Worktree worktree(Row row) {
        return new Worktree(
                row.getUUID("id"),
                row.getUUID("project"),
                row.getUUID("instance"),
                row.getString("repository"),
                row.getString("path"),
                row.getString("branch"),
                row.getString("base_branch"),
                Optional.ofNullable(row.getString("base")),
                Optional.ofNullable(row.getString("head")),
                row.getInteger("checkpoint"),
                WorktreeState.of(row.getString("state")),
                row.getBoolean("set_up"),
                Optional.ofNullable(row.getInteger("port_base")),
                Optional.ofNullable(row.getString("problem")),
                instant(row, "created_at"),
                instant(row, "updated_at"));
    }

    private static Instant instant(Row row, String column) {
        return row.getOffsetDateTime(column).toInstant();
    }
}
