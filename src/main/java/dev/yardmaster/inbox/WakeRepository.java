package dev.yardmaster.inbox;

import dev.yardmaster.agent.AgentProfile;
import dev.yardmaster.agent.AgentRow;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Reads which agents are to be started for their mail, and writes why that is not possible. For any thread. */
@Singleton
class WakeRepository {
    /** The mail of the agent {@code a} for which a session is started: mail by name, and any mail of a persistent agent. */
    private static final String WAKING = """
            FROM message m WHERE m.agent = a.id AND m.state = 'queued' AND m.session IS NULL AND m.for_task IS NULL AND m.wakes
                AND (m.wake_after IS NULL OR m.wake_after <= now()) AND (m.addressed = 'agent' OR a.mode = 'persistent')
            """;

    private static final String SLEEPING =
            "a.enabled AND NOT EXISTS (SELECT FROM session s WHERE s.agent = a.id AND s.ended_at IS NULL)";

    // Begins with the agents, which are few, and looks up each one's mail in an index.
    private static final String DUE = "SELECT a.id FROM agent a WHERE " + SLEEPING + " AND EXISTS (SELECT " + WAKING
            + ") ORDER BY (SELECT min(m.created_at) " + WAKING + ")";

    private static final String LOCK = "SELECT FROM agent WHERE id = $1 FOR UPDATE";

    private static final String AGENT = "SELECT a.*, (SELECT m.attempts " + WAKING
            + " ORDER BY m.seq LIMIT 1) AS attempts FROM agent a WHERE a.id = $1 AND " + SLEEPING
            + " AND EXISTS (SELECT " + WAKING + ")";

    private static final String WAITS = """
            UPDATE message SET waits_for = $2
            WHERE agent = $1 AND state = 'queued' AND session IS NULL AND for_task IS NULL AND waits_for IS DISTINCT FROM $2
            """;

    // A request starts the other sessions without a task, and is recorded itself.
    private static final String RECORD = """
            INSERT INTO activity (id, at, actor_kind, actor, action, kind, thing, after)
            SELECT time_ordered_id(), clock_timestamp(), 'service', 'mail', 'session.start', 'session', $1::uuid::text,
                jsonb_build_object('agent', $2::uuid, 'agentName', $3::text, 'messages', count(*))
            FROM message WHERE session = $1
            """;

    private final Pool pool;

    WakeRepository(Pool pool) {
        this.pool = pool;
    }

    /**
     * An agent that is to be started.
     *
     * @param paused whether a person has paused the dispatcher
     * @param attempts how many sessions that had its first message failed
     */
    record Sleeper(AgentProfile profile, boolean paused, int attempts) {}

    /** The agents that are to be started for their mail, the one whose mail has waited longest first. */
    Uni<List<UUID>> due() {
        return pool.preparedQuery(DUE)
                .execute()
                .map(rows -> rows.stream().map(row -> row.getUUID("id")).toList());
    }

    /** Locks an agent, so that nothing else starts a session of it; empty if it is not to be started any more. */
    Uni<Optional<Sleeper>> lock(SqlConnection transaction, UUID agent) {
        return isPaused(transaction)
                .chain(paused -> transaction
                        .preparedQuery(LOCK)
                        .execute(Tuple.of(agent))
                        .chain(() -> transaction.preparedQuery(AGENT).execute(Tuple.of(agent)))
                        .map(rows -> rows.stream().findFirst().map(row -> sleeper(row, paused))));
    }

    /** Before any lock on a row, as the dispatcher does: else the two could wait for each other. */
    private static Uni<Boolean> isPaused(SqlConnection transaction) {
        return transaction
                .preparedQuery("SELECT is_dispatch_paused()")
                .execute()
                .map(rows -> rows.iterator().next().getBoolean(0));
    }

    /** Whether a session that is being stored has got mail, which is recorded in the activity. */
    Uni<Boolean> record(SqlConnection transaction, UUID session, AgentProfile agent) {
        return transaction
                .preparedQuery("SELECT FROM message WHERE session = $1 LIMIT 1")
                .execute(Tuple.of(session))
                .chain(rows -> rows.size() == 0
                        ? Uni.createFrom().item(false)
                        : transaction
                                .preparedQuery(RECORD)
                                .execute(Tuple.of(session, agent.id(), agent.name()))
                                .replaceWith(true));
    }

    /** Notes what the waiting mail of an agent waits for. */
    Uni<Void> waits(UUID agent, String reason) {
        return pool.preparedQuery(WAITS).execute(Tuple.of(agent, reason)).replaceWithVoid();
    }

    private static Sleeper sleeper(Row row, boolean paused) {
        return new Sleeper(AgentRow.of(row).profile(), paused, row.getInteger("attempts"));
    }
}
