package dev.yardmaster.subscription;

import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The events that are to be told, and what time brings. For any thread. */
@Singleton
class WakeUpRepository {
    private static final String END_WHAT_IS_OVER = "SELECT end_subscriptions(), expire_plans(), announce_due_events()";

    private static final String NEXT = """
            SELECT greatest(0, extract(epoch FROM least(
                (SELECT min(until) FROM subscription WHERE until IS NOT NULL),
                (SELECT min(due_at) FROM plan WHERE state = 'active' AND NOT overdue),
                (SELECT min(due) FROM timed_event)) - clock_timestamp()) * 1000)::bigint AS millis
            """;

    private static final String FORGET_TOLD = """
            DELETE FROM wake_up w WHERE message IS NOT NULL AND NOT EXISTS (SELECT FROM message m WHERE m.id = w.message AND m.state = 'queued')
            """;

    private static final String RECIPIENTS = "SELECT DISTINCT agent FROM wake_up WHERE message IS NULL";

    // A session that is getting the message has read its text already.
    private static final String WAITING_MESSAGE = """
            SELECT m.id FROM message m
            WHERE m.id IN (SELECT message FROM wake_up WHERE agent IS NOT DISTINCT FROM $1) AND m.state = 'queued' AND m.session IS NULL
            ORDER BY m.seq DESC LIMIT 1 FOR UPDATE SKIP LOCKED
            """;

    private static final String EVENTS = """
            SELECT id, event, data, at FROM wake_up WHERE agent IS NOT DISTINCT FROM $1 AND (message IS NULL OR message = $2) ORDER BY id
            """;

    private final Pool pool;

    WakeUpRepository(Pool pool) {
        this.pool = pool;
    }

    /** Ends what is over by now, which adds events. */
    Uni<Void> endWhatIsOver() {
        return pool.query(END_WHAT_IS_OVER).execute().replaceWithVoid();
    }

    /** How long it is until something is over. */
    Uni<Optional<Duration>> next() {
        return pool.query(NEXT)
                .execute()
                .map(rows -> Optional.ofNullable(rows.iterator().next().getLong("millis"))
                        .map(Duration::ofMillis));
    }

    /** Deletes the events whose messages have left the queue. */
    Uni<Void> forgetTold() {
        return pool.query(FORGET_TOLD).execute().replaceWithVoid();
    }

    /** Who is to be told events; empty stands for people. */
    Uni<List<Optional<UUID>>> recipients() {
        return pool.query(RECIPIENTS)
                .execute()
                .map(rows -> rows.stream()
                        .map(row -> Optional.ofNullable(row.getUUID("agent")))
                        .toList());
    }

    /** The message with earlier events that still waits, locked until the transaction ends. */
    Uni<Optional<UUID>> waitingMessage(SqlConnection transaction, Optional<UUID> agent) {
        return transaction
                .preparedQuery(WAITING_MESSAGE)
                .execute(Tuple.of(agent.orElse(null)))
                .map(rows -> rows.stream().findFirst().map(row -> row.getUUID("id")));
    }

    /** The events of a message, and those that no message has yet, in their order. */
    Uni<List<WakeUp>> events(SqlConnection transaction, Optional<UUID> agent, Optional<UUID> message) {
        return transaction
                .preparedQuery(EVENTS)
                .execute(Tuple.of(agent.orElse(null), message.orElse(null)))
                .map(rows -> rows.stream().map(WakeUpRepository::event).toList());
    }

    /** Notes which message tells events. */
    Uni<Void> told(SqlConnection transaction, List<WakeUp> events, UUID message) {
        return transaction
                .preparedQuery("UPDATE wake_up SET message = $1 WHERE id = ANY ($2)")
                .execute(Tuple.of(message, events.stream().map(WakeUp::id).toArray(Long[]::new)))
                .replaceWithVoid();
    }

    private static WakeUp event(Row row) {
        return new WakeUp(
                row.getLong("id"),
                row.getString("event"),
                (JsonObject) row.getJson("data"),
                row.getOffsetDateTime("at").toInstant());
    }
}
