package dev.yardmaster.pool;

import dev.yardmaster.agent.AgentKind;
import dev.yardmaster.agent.AgentMode;
import dev.yardmaster.agent.Role;
import dev.yardmaster.pool.SlotReassignment.Running;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import jakarta.persistence.Tuple;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny.Session;

/**
 * Reads the running sessions and writes their slots in the transaction that changes a pool. That transaction belongs to Hibernate, so the SQL
 * runs as native queries of its session.
 */
@Singleton
class RunningSessions {
    // The model is the one that was requested; the name that the CLI reports later can differ. The lock waits for
    // sessions that are ending,
    // and no other session can end before its new slots are stored.
    private static final String RUNNING = """
            SELECT s.id, s.provider, a.role, a.focus, t.entry, a.mode,
                CASE WHEN s.resolution IS NULL THEN s.model ELSE s.resolution ->> 'model' END AS model
            FROM session s JOIN agent a ON a.id = s.agent LEFT JOIN pool_slot t ON t.session = s.id AND t.pool = ?1
            WHERE s.ended_at IS NULL
            ORDER BY s.id FOR SHARE OF s
            """;

    private static final String RELEASE = "DELETE FROM pool_slot WHERE pool = ?1";

    private static final String ASSIGN = """
            INSERT INTO pool_slot (pool, session, entry)
            SELECT cast(?1 AS uuid), * FROM unnest(cast(?2 AS uuid[]), cast(?3 AS integer[]))
            """;

    /** All running sessions, the oldest first, with their entry in a pool. None of them ends before the transaction ends. */
    Uni<List<Running>> of(Session hibernate, UUID pool) {
        return hibernate
                .createNativeQuery(RUNNING, Tuple.class)
                .setParameter(1, pool)
                .getResultList()
                .map(rows -> rows.stream().map(RunningSessions::running).toList());
    }

    /** Replaces all slots of a pool that are in use. */
    Uni<Void> assign(Session hibernate, UUID pool, Map<UUID, Slot> slots) {
        UUID[] sessions = slots.keySet().toArray(UUID[]::new);
        Integer[] entries =
                slots.values().stream().map(slot -> slot.entry().orElse(null)).toArray(Integer[]::new);
        return hibernate
                .createNativeMutationQuery(RELEASE)
                .setParameter(1, pool)
                .executeUpdate()
                .chain(() -> hibernate
                        .createNativeMutationQuery(ASSIGN)
                        .setParameter(1, pool)
                        .setParameter(2, sessions)
                        .setParameter(3, entries)
                        .executeUpdate())
                .replaceWithVoid();
    }

    private static Running running(Tuple row) {
        var kind = new AgentKind(
                Role.of(row.get("role", String.class)),
                AgentMode.of(row.get("mode", String.class)),
                Optional.ofNullable(row.get("focus", String.class)));
        return new Running(
                row.get("id", UUID.class),
                new SlotRequest(
                        kind, row.get("provider", String.class), Optional.ofNullable(row.get("model", String.class))),
                Optional.ofNullable(row.get("entry", Integer.class)));
    }
}
