package dev.yardmaster.session;

import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.NotFound;
import dev.yardmaster.problem.YardmasterException;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.UUID;

/** Deletes sessions that nothing needs. For any thread. */
@Singleton
class SessionRemoval {
    // The need rule of the schema.
    private static final String NEEDS = """
            SELECT ended_at IS NULL AS running,
                (SELECT id FROM task WHERE id = session.task AND ended_at IS NULL) AS task,
                (SELECT id FROM session next WHERE next.earlier = session.id AND next.ended_at IS NULL LIMIT 1) AS successor
            FROM session WHERE id = $1
            """;

    private static final String DELETE = "SELECT delete_sessions(ARRAY[$1::uuid])";

    private final Pool pool;

    SessionRemoval(Pool pool) {
        this.pool = pool;
    }

    /** Deletes a session with its log. Fails with {@code session_not_found}, and with {@code conflict} if it runs or is needed. */
    Uni<Void> remove(UUID id) {
        return pool.withTransaction(transaction -> transaction
                .query("SELECT lock_task_graph()")
                .execute()
                .chain(() -> transaction.preparedQuery(NEEDS).execute(Tuple.of(id)))
                .invoke(rows ->
                        requireNotNeeded(id, rows.stream().findFirst().orElseThrow(() -> NotFound.SESSION.of(id))))
                .chain(() -> transaction.preparedQuery(DELETE).execute(Tuple.of(id)))
                .replaceWithVoid());
    }

    private static void requireNotNeeded(UUID id, Row row) {
        if (row.getBoolean("running")) {
            throw conflict("The session is running. Stop it first (POST /api/sessions/" + id
                    + "/stop), or wait until it ends.");
        }
        Optional.ofNullable(row.getUUID("task")).ifPresent(task -> {
            throw conflict("The next session of the task " + task
                    + " continues the work of this session. Complete, cancel or delete the task first.");
        });
        Optional.ofNullable(row.getUUID("successor")).ifPresent(successor -> {
            throw conflict(
                    "The session " + successor + " is running and continues the work of this session. Stop it first.");
        });
    }

    private static YardmasterException conflict(String detail) {
        return new YardmasterException(ErrorCode.CONFLICT, detail);
    }
}
