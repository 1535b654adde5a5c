package dev.yardmaster.worktree;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Instant;
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
                updated_at = now()
            WHERE id = $1
            """;

    private static final String CHECKPOINT =
            "UPDATE worktree SET checkpoint = greatest(checkpoint, $2), head = $3, problem = $4, updated_at = now() WHERE id = $1";

    private static final String PROBLEM = "UPDATE worktree SET problem = $2, updated_at = now() WHERE id = $1";

    private final Pool pool;

    WorktreeRepository(Pool pool) {
        this.pool = pool;
    }

    Uni<Optional<Worktree>> find(UUID task) {
        return find(pool, task);
    }

    Uni<Optional<Worktree>> find(SqlClient client, UUID task) {
        return client.preparedQuery("SELECT * FROM worktree WHERE id = $1")
                .execute(Tuple.of(task))
                .map(rows -> rows.stream().findFirst().map(WorktreeRepository::worktree));
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

    /** Stores that the directory of a worktree exists. */
    Uni<Void> present(Place place, UUID instance, Optional<String> base) {
        return run(
                PRESENT,
                Tuple.tuple()
                        .addUUID(place.task())
                        .addString(base.orElse(null))
                        .addUUID(instance)
                        .addString(place.repository().toString())
                        .addString(place.path().toString()));
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
                Optional.ofNullable(row.getString("problem")),
                instant(row, "created_at"),
                instant(row, "updated_at"));
    }

    private static Instant instant(Row row, String column) {
        return row.getOffsetDateTime(column).toInstant();
    }
}
