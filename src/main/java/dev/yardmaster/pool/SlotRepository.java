package dev.yardmaster.pool;

import dev.yardmaster.agent.AgentKind;
import dev.yardmaster.agent.AgentMode;
import dev.yardmaster.agent.Role;
import dev.yardmaster.pool.SlotReassignment.Running;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** The rows of slots. */
@Singleton
class SlotRepository {
    // As Pool.governs has it.
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

    private static final String HOLD =
            "INSERT INTO pool_slot (pool, session, entry) SELECT $1, * FROM unnest($2::uuid[], $3::int[])";

    // The model as it was chosen: what the CLI calls it once it runs can be something else. The lock waits for those
    // that are ending,
    // and keeps others from ending until their slots are what they release.
    private static final String RUNNING = """
            SELECT s.id, s.provider, a.role, a.focus, t.entry, a.mode AS mode,
                CASE WHEN s.resolution IS NULL THEN s.model ELSE s.resolution ->> 'model' END AS model
            FROM session s JOIN agent a ON a.id = s.agent LEFT JOIN pool_slot t ON t.session = s.id AND t.pool = $1
            WHERE s.ended_at IS NULL
            ORDER BY s.id FOR SHARE OF s
            """;

    /** Locks the pools that govern agents of a kind, in the order of their ids, until the transaction ends. */
    Uni<List<UUID>> lock(SqlConnection transaction, AgentKind kind) {
        return transaction
                .preparedQuery(LOCK)
                .execute(Tuple.of(
                        kind.role().value(), kind.mode().value(), kind.focus().orElse(null)))
                .map(rows -> rows.stream().map(row -> row.getUUID("id")).toList());
    }

    Uni<Void> take(SqlConnection transaction, UUID session, List<Slot> slots) {
        UUID[] pools = slots.stream().map(Slot::pool).toArray(UUID[]::new);
        return transaction
                .preparedQuery(TAKE)
                .execute(Tuple.of(session, pools, entries(slots)))
                .replaceWithVoid();
    }

    Uni<Void> release(SqlConnection transaction, UUID session) {
        return transaction
                .preparedQuery("DELETE FROM pool_slot WHERE session = $1")
                .execute(Tuple.of(session))
                .replaceWithVoid();
    }

    /** All sessions that run, the oldest first, with the entry of a pool that they are in; none of them ends before the transaction does. */
    Uni<List<Running>> running(SqlConnection transaction, UUID pool) {
        return transaction
                .preparedQuery(RUNNING)
                .execute(Tuple.of(pool))
                .map(rows -> rows.stream().map(SlotRepository::running).toList());
    }

    /** Makes these all that is taken in a pool. */
    Uni<Void> replace(SqlConnection transaction, UUID pool, Map<UUID, Slot> held) {
        UUID[] sessions = held.keySet().toArray(UUID[]::new);
        return transaction
                .preparedQuery("DELETE FROM pool_slot WHERE pool = $1")
                .execute(Tuple.of(pool))
                .chain(() -> transaction
                        .preparedQuery(HOLD)
                        .execute(Tuple.of(pool, sessions, entries(List.copyOf(held.values())))))
                .replaceWithVoid();
    }

    private static Integer[] entries(List<Slot> slots) {
        return slots.stream().map(slot -> slot.entry().orElse(null)).toArray(Integer[]::new);
    }

    private static Running running(Row row) {
        var kind = new AgentKind(
                Role.of(row.getString("role")),
                AgentMode.of(row.getString("mode")),
                Optional.ofNullable(row.getString("focus")));
        return new Running(
                row.getUUID("id"),
                new SlotRequest(kind, row.getString("provider"), Optional.ofNullable(row.getString("model"))),
                Optional.ofNullable(row.getInteger("entry")));
    }
}
