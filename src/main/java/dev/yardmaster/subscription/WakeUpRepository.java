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

/** The events that agents and people learn of by messages, and the ends that come with time. For any thread. */
@Singleton
class WakeUpRepository {
    // The end of a task locks the task before the subscriptions that it ends, so the plans with their tasks come first.
    private static final String END_WHAT_IS_OVER = "SELECT expire_plans(), announce_due_events(), end_subscriptions()";

    private static final String NEXT = """
            SELECT (extract(epoch FROM least(
                (SELECT min(until) FROM subscription WHERE until IS NOT NULL),
                (SELECT min(due_at) FROM plan WHERE state = 'active' AND NOT overdue),
                (SELECT min(due) FROM timed_event)) - clock_timestamp()) * 1000)::bigint AS millis
            """;

    private static final String FORGET_SENT = """
            DELETE FROM wake_up w WHERE message IS NOT NULL AND NOT EXISTS (SELECT FROM message m WHERE m.id = w.message AND m.state = 'queued')
            """;

    private static final String RECIPIENTS = "SELECT DISTINCT agent FROM wake_up WHERE message IS NULL";

    // A session that is getting the message has read its text already.
    private static final String WAITING_MESSAGE = """
            SELECT m.id FROM message m
            WHERE m.id IN (SELECT message FROM wake_up WHERE agent = $1 OR $1 IS NULL AND agent IS NULL) AND m.state = 'queued' AND m.session IS NULL
            ORDER BY m.seq DESC LIMIT 1 FOR UPDATE SKIP LOCKED
            """;

    private static final String EVENTS = """
            SELECT id, event, data, at FROM wake_up WHERE message = $1 ORDER BY id LIMIT $2
            """;

    private static final String ADD_TO_MESSAGE = """
            UPDATE wake_up SET message = $2 WHERE (agent = $1 OR $1 IS NULL AND agent IS NULL) AND message IS NULL
            """;

    private final Pool pool;

    WakeUpRepository(Pool pool) {
        this.pool = pool;
    }

    /** Ends what is over by now, which adds events. */
    Uni<Void> endWhatIsOver() {
        return pool.query(END_WHAT_IS_OVER).execute().replaceWithVoid();
    }

    /** How long it is until something is over; not positive if it should be over already, empty if nothing has a time. */
    Uni<Optional<Duration>> next() {
        return pool.query(NEXT)
                .execute()
                .map(rows -> Optional.ofNullable(rows.iterator().next().getLong("millis"))
                        .map(Duration::ofMillis));
    }

    /** Deletes the events whose messages have left the queue. */
    Uni<Void> forgetSent() {
        return pool.query(FORGET_SENT).execute().replaceWithVoid();
    }

    /** The agents whose events no message has yet; empty stands for people. */
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

    /** Gives the events of a recipient that no message has yet to a message. */
    Uni<Void> addToMessage(SqlConnection transaction, Optional<UUID> agent, UUID message) {
        return transaction
                .preparedQuery(ADD_TO_MESSAGE)
                .execute(Tuple.of(agent.orElse(null), message))
                .replaceWithVoid();
    }

    /** The first events of a message, in their order. */
    Uni<List<WakeUp>> events(SqlConnection transaction, UUID message, int most) {
        return transaction
                .preparedQuery(EVENTS)
                .execute(Tuple.of(message, most))
                .map(rows -> rows.stream().map(WakeUpRepository::event).toList());
    }

    /** How many events a message has. */
    Uni<Long> count(SqlConnection transaction, UUID message) {
        return transaction
                .preparedQuery("SELECT count(*) FROM wake_up WHERE message = $1")
                .execute(Tuple.of(message))
                .map(rows -> rows.iterator().next().getLong(0));
    }

    private static WakeUp event(Row row) {
        return new WakeUp(
                row.getLong("id"),
                row.getString("event"),
                (JsonObject) row.getJson("data"),
                row.getOffsetDateTime("at").toInstant());
    }
}
