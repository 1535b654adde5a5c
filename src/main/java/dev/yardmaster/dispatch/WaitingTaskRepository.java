package dev.yardmaster.dispatch;

import dev.yardmaster.dispatch.planning.LimitWaitPolicy.ExceededWaits;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.UUID;

/** Updates ready tasks that do not start. Skips rows that others are changing, since they may lock the same rows in another order. */
@Singleton
class WaitingTaskRepository {
    private static final String STORE_REASONS = """
            WITH outdated AS (
                SELECT task.id, fresh.reason FROM task JOIN unnest($1::uuid[], $2::text[]) AS fresh (id, reason) ON fresh.id = task.id
                WHERE task.state = 'open' AND task.reason IS DISTINCT FROM fresh.reason
                FOR UPDATE OF task SKIP LOCKED)
            UPDATE task SET reason = outdated.reason FROM outdated WHERE task.id = outdated.id
            """;

    // An eligible agent that is busy is not limited, so its tasks go on waiting for it.
    private static final String MOVE_TO_REVIEW = """
            UPDATE task SET state = 'review', reason = $2, updated_at = now() WHERE id IN (
                SELECT t.id FROM task t
                WHERE t.id = ANY($1) AND t.state = 'open' AND NOT EXISTS (
                    SELECT FROM task_queue q JOIN agent a ON a.id = q.reserved_for OR q.reserved_for IS NULL AND a.role = q.role
                        JOIN session s ON s.agent = a.id AND s.ended_at IS NULL
                    WHERE q.id = t.queue AND a.tags @> q.requires)
                FOR UPDATE SKIP LOCKED)
            """;

    private final Pool pool;

    WaitingTaskRepository(Pool pool) {
        this.pool = pool;
    }

    /** Stores for open tasks, by their ids, why they wait. */
    Uni<Void> storeReasons(Map<UUID, String> reasons) {
        if (reasons.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return pool.preparedQuery(STORE_REASONS)
                .execute(Tuple.of(
                        reasons.keySet().toArray(UUID[]::new), reasons.values().toArray(String[]::new)))
                .replaceWithVoid();
    }

    /** Moves open tasks to review, except for those that a busy agent may still start. */
    Uni<Void> moveToReview(ExceededWaits waits) {
        return pool.preparedQuery(MOVE_TO_REVIEW)
                .execute(Tuple.of(waits.tasks().toArray(UUID[]::new), waits.reason()))
                .replaceWithVoid();
    }
}
