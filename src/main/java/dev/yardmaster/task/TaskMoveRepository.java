package dev.yardmaster.task;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** Moves tasks from state to state, one or many at once. For any thread. */
@Singleton
class TaskMoveRepository {
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

    /** Cancels those of some tasks that are open. */
    Uni<Void> cancelOpen(SqlConnection transaction, Collection<UUID> tasks, String reason) {
        return run(transaction, CANCEL_OPEN, Tuple.of(array(tasks), reason));
    }

    /** Moves a task; returns false if its state does not allow the move. */
    Uni<Boolean> move(SqlConnection transaction, UUID id, TaskMove move, Optional<String> result) {
        return transaction
                .preparedQuery("UPDATE task SET " + move.assignments()
                        + ", updated_at = now() WHERE id = $1 AND state = ANY($2)")
                .execute(Tuple.of(id, names(move.from()), result.orElse(null)))
                .map(rows -> rows.rowCount() > 0);
    }

    /** Moves those of some tasks whose states allow it; returns their ids. */
    Uni<Set<UUID>> moveAll(SqlConnection transaction, Collection<UUID> tasks, TaskMove move) {
        return ids(
                transaction,
                "UPDATE task SET " + move.assignments()
                        + ", updated_at = now() WHERE id = ANY($1) AND state = ANY($2) RETURNING id",
                Tuple.of(array(tasks), names(move.from()), null));
    }

    /** Requests the end of a running task's session, so that the task is then cancelled; returns false if the task is not running. */
    Uni<Boolean> stop(SqlConnection transaction, UUID id) {
        return transaction.preparedQuery(STOP).execute(Tuple.of(id)).map(rows -> rows.rowCount() > 0);
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

    private static UUID[] array(Collection<UUID> ids) {
        return ids.toArray(UUID[]::new);
    }
}
