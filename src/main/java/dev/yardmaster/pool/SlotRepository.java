package dev.yardmaster.pool;

import dev.yardmaster.agent.AgentKind;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.UUID;

/** Locks pools, and takes and releases slots, in the transactions that start and end sessions. */
@Singleton
class SlotRepository {
    // The same condition as Pool.appliesTo.
    private static final String LOCK = """
            SELECT id FROM pool
            WHERE enabled AND (entries = '[]' OR EXISTS (
                SELECT FROM jsonb_array_elements(entries) AS e(entry)
                WHERE entry ->> 'role' = $1 AND coalesce(entry ->> 'mode', $2) = $2
                    AND (entry ->> 'focus' IS NULL OR entry ->> 'focus' = $3)))
            ORDER BY id FOR UPDATE
            """;

    private static final String TAKE =
            "INSERT INTO pool_slot (session, pool, entry) SELECT $1, * FROM unnest($2::uuid[], $3::int[])";

    /** Locks the pools that apply to agents of a kind, in the order of their ids, until the transaction ends. */
    Uni<List<UUID>> lock(SqlConnection transaction, AgentKind kind) {
        return transaction
                .preparedQuery(LOCK)
                .execute(Tuple.of(
                        kind.role().value(), kind.mode().value(), kind.focus().orElse(null)))
                .map(rows -> rows.stream().map(row -> row.getUUID("id")).toList());
    }

    Uni<Void> take(SqlConnection transaction, UUID session, List<Slot> slots) {
        UUID[] pools = slots.stream().map(Slot::pool).toArray(UUID[]::new);
        Integer[] entries =
                slots.stream().map(slot -> slot.entry().orElse(null)).toArray(Integer[]::new);
        return transaction
                .preparedQuery(TAKE)
                .execute(Tuple.of(session, pools, entries))
                .replaceWithVoid();
    }

    Uni<Void> release(SqlConnection transaction, UUID session) {
        return transaction
                .preparedQuery("DELETE FROM pool_slot WHERE session = $1")
                .execute(Tuple.of(session))
                .replaceWithVoid();
    }
}
