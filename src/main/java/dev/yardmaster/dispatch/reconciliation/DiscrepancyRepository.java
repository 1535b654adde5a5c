package dev.yardmaster.dispatch.reconciliation;

import dev.yardmaster.pool.Slots;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.UUID;

/** Finds what does not fit together in the database, and repairs it. Ignores what has changed in the last 15 seconds. */
@Singleton
class DiscrepancyRepository {
    private static final String OPEN_SESSIONS = """
            SELECT id FROM session
            WHERE instance = $1 AND ended_at IS NULL AND started_at < now() - interval '15 seconds'
            """;

    private static final String ENDED_WITH_SLOTS = """
            SELECT DISTINCT s.id FROM pool_slot p JOIN session s ON s.id = p.session
            WHERE s.ended_at < now() - interval '15 seconds'
            """;

    private static final String WITHOUT_SESSION =
            "state = 'running' AND NOT EXISTS (SELECT FROM session s WHERE s.id = t.session AND s.ended_at IS NULL)";

    private static final String TASKS_WITHOUT_SESSION =
            "SELECT t.id FROM task t WHERE t.updated_at < now() - interval '15 seconds' AND t." + WITHOUT_SESSION;

    private static final String REOPEN = """
            UPDATE task t SET state = 'open', updated_at = now(),
                reason = 'The service lost track of the session that ran this task, so the task is ready again.'
            WHERE t.id = $1 AND t.""" + WITHOUT_SESSION;

    private final Pool pool;
    private final Slots slots;

    DiscrepancyRepository(Pool pool, Slots slots) {
        this.pool = pool;
        this.slots = slots;
    }

    /** The sessions of an installation that have not ended. */
    Uni<List<UUID>> openSessions(UUID installation) {
        return ids(OPEN_SESSIONS, Tuple.of(installation));
    }

    Uni<List<UUID>> endedSessionsWithSlots() {
        return ids(ENDED_WITH_SLOTS, Tuple.tuple());
    }

    Uni<List<UUID>> tasksWithoutSession() {
        return ids(TASKS_WITHOUT_SESSION, Tuple.tuple());
    }

    Uni<Void> releaseSlots(UUID endedSession) {
        return pool.withTransaction(transaction -> slots.release(transaction, endedSession));
    }

    /** Makes a task ready again, unless an open session works on it now. */
    Uni<Void> reopen(UUID task) {
        // Lock rule: see the schema of tasks.
        return pool.withTransaction(transaction -> transaction
                .query("SELECT lock_task_graph()")
                .execute()
                .chain(() -> transaction.preparedQuery(REOPEN).execute(Tuple.of(task)))
                .replaceWithVoid());
    }

    private Uni<List<UUID>> ids(String sql, Tuple values) {
        return pool.preparedQuery(sql)
                .execute(values)
                .map(rows -> rows.stream().map(row -> row.getUUID(0)).toList());
    }
}
