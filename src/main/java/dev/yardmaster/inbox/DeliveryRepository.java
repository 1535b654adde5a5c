package dev.yardmaster.inbox;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * The steps of a delivery in the table {@code message}. A queued message with a session is on its way to that session: no other session gets it
 * unless that one ends without it. For any thread.
 */
@Singleton
class DeliveryRepository {
    /** The attempts after which a message is undeliverable. */
    static final int MOST_ATTEMPTS = 5;

    // For each agent with waiting mail one session: one with mail for its task before others, then one without a task,
    // and the newest of those. A session
    // that has not answered the mail that it was given gets no more, because it may never answer.
    private static final String TARGETS = """
            SELECT * FROM (
                SELECT DISTINCT ON (s.agent) s.id, s.agent, s.instance FROM session s
                WHERE s.ended_at IS NULL AND s.state = 'running' AND s.mode = 'bidirectional'
                    AND NOT EXISTS (SELECT FROM message w WHERE w.session = s.id AND w.state = 'queued')
                    AND (EXISTS (SELECT FROM message m WHERE m.agent = s.agent AND m.state = 'queued' AND m.session IS NULL
                            AND m.for_task IS NULL AND (m.wake_after IS NULL OR m.wake_after <= now()))
                        OR EXISTS (SELECT FROM message m WHERE m.for_task = s.task AND m.state = 'queued' AND m.session IS NULL
                            AND (m.wake_after IS NULL OR m.wake_after <= now())))
                ORDER BY s.agent, NOT EXISTS (SELECT FROM message m WHERE m.for_task = s.task AND m.state = 'queued' AND m.session IS NULL),
                    s.task IS NOT NULL, s.id DESC) chosen
            WHERE instance = $1
            """;

    private static final String WAITING = """
            SELECT * FROM message WHERE (agent = $1 AND for_task IS NULL OR for_task = coalesce($3, (SELECT task FROM session WHERE id = $4)))
                AND state = 'queued' AND session IS NULL AND (wake_after IS NULL OR wake_after <= now())
            ORDER BY seq LIMIT $2 FOR UPDATE SKIP LOCKED
            """;

    // The lock makes the end of the session wait, so that it sees what the session has got.
    private static final String LOCK_SESSION = """
            SELECT FROM session WHERE id = $1 AND ended_at IS NULL
                AND NOT EXISTS (SELECT FROM message w WHERE w.session = $1 AND w.state = 'queued')
            FOR SHARE
            """;

    private static final String TAKE = "UPDATE message SET session = $1, waits_for = NULL WHERE id = ANY ($2)";

    // Before a session has answered for the first time, its CLI may have taken the messages without a model that reads
    // them.
    private static final String DELIVERED = """
            UPDATE message SET state = 'delivered', delivered_at = now(), waits_for = NULL
            WHERE session = $1 AND id = ANY ($2) AND state = 'queued'
                AND EXISTS (SELECT FROM session WHERE id = $1 AND answered_at IS NOT NULL)
            """;

    // A session that answers something else at the same moment has marked them as delivered.
    private static final String GIVE_BACK = """
            UPDATE message SET state = 'queued', delivered_at = NULL, session = NULL
            WHERE session = $1 AND id = ANY ($2) AND state IN ('queued', 'delivered')
            """;

    // Doubles the delay with each attempt.
    private static final String END_ATTEMPT = """
            UPDATE message SET session = NULL, delivered_at = NULL, attempts = attempts + CASE WHEN $2 THEN 1 ELSE 0 END,
                wake_after = CASE WHEN $3 THEN now() + least(30 * 2 ^ attempts, 600) * interval '1 s' END,
                state = CASE WHEN $2 AND attempts + 1 >= $4 THEN 'undeliverable' ELSE 'queued' END,
                reason = CASE WHEN $2 AND attempts + 1 >= $4 THEN $5 END,
                waits_for = CASE WHEN $3 AND NOT ($2 AND attempts + 1 >= $4) THEN $7 END
            WHERE session = $1 AND (state = 'queued' OR $6 AND state = 'delivered' AND EXISTS (SELECT FROM agent WHERE id = message.agent))
            """;

    // Other services or restarts may have lost track of them.
    private static final String RELEASE_LOST = """
            UPDATE message SET session = NULL WHERE state = 'queued' AND session IS NOT NULL
                AND NOT EXISTS (SELECT FROM session s WHERE s.id = message.session AND s.ended_at IS NULL)
            """;

    private static final String RELEASE =
            "UPDATE message SET session = NULL WHERE session = $1 AND state = 'queued' AND id <> ALL ($2)";

    private static final String DELIVERED_TO_ENDED =
            "UPDATE message SET state = 'delivered', delivered_at = now() WHERE session = $1 AND state = 'queued'";

    private final Pool pool;

    DeliveryRepository(Pool pool) {
        this.pool = pool;
    }

    /** A session that can take the mail of its agent. */
    record Target(UUID session, UUID agent) {}

    /** The sessions of a service that can take mail that waits. */
    Uni<List<Target>> targets(UUID installation) {
        return pool.preparedQuery(TARGETS)
                .execute(Tuple.of(installation))
                .map(rows -> rows.stream()
                        .map(row -> new Target(row.getUUID("id"), row.getUUID("agent")))
                        .toList());
    }

    /** Reserves the next messages for a session that runs; none if it has ended. */
    Uni<List<Message>> take(Target target) {
        return pool.withTransaction(transaction -> transaction
                .preparedQuery(LOCK_SESSION)
                .execute(Tuple.of(target.session()))
                .chain(rows -> rows.size() == 0
                        ? Uni.createFrom().item(List.of())
                        : take(transaction, target.session(), target.agent(), Optional.empty())));
    }

    /**
     * Reserves the next messages for a session.
     *
     * @param task the task of a session that is being stored
     */
    Uni<List<Message>> take(SqlConnection transaction, UUID session, UUID agent, Optional<UUID> task) {
        return transaction
                .preparedQuery(WAITING)
                .execute(Tuple.of(agent, MailBatch.MOST + 1, task.orElse(null), session))
                .map(rows -> MailBatch.of(MessageRepository.messages(rows)))
                .call(batch -> batch.isEmpty()
                        ? Uni.createFrom().voidItem()
                        : transaction.preparedQuery(TAKE).execute(Tuple.of(session, ids(batch))));
    }

    /** Notes that a session has taken messages. They are delivered at once if it has answered before, and otherwise when it does. */
    Uni<Void> delivered(UUID session, List<Message> messages) {
        return update(DELIVERED, session, messages);
    }

    /** Notes that a session has not taken messages. */
    Uni<Void> giveBack(UUID session, List<Message> messages) {
        return update(GIVE_BACK, session, messages);
    }

    /** Ends the attempt to deliver messages to a session that ends, with the messages that it has got and that are not acknowledged. */
    Uni<Void> endAttempt(SqlConnection transaction, UUID session, Attempt attempt, String reason) {
        return switch (attempt) {
            case DELIVERED ->
                transaction
                        .preparedQuery(DELIVERED_TO_ENDED)
                        .execute(Tuple.of(session))
                        .replaceWithVoid();
            case RELEASED -> endAttempt(transaction, session, false, false, true, reason);
            case DELAYED -> endAttempt(transaction, session, false, true, true, reason);
            case COUNTED -> endAttempt(transaction, session, true, true, true, reason);
            case STOPPED -> endAttempt(transaction, session, true, true, false, reason);
        };
    }

    /** Counts an attempt at which a session could not be given the messages that are on their way to it. */
    Uni<Void> countFailure(UUID session, String reason) {
        return pool.withTransaction(transaction -> endAttempt(transaction, session, true, true, false, reason));
    }

    /** Lets the messages wait again that are reserved for a session, except those that it was given. */
    Uni<Void> release(UUID session, Set<UUID> given) {
        return pool.preparedQuery(RELEASE)
                .execute(Tuple.of(session, given.toArray(UUID[]::new)))
                .replaceWithVoid();
    }

    /** Lets the messages wait again whose sessions are gone. */
    Uni<Void> releaseLost() {
        return pool.preparedQuery(RELEASE_LOST).execute().replaceWithVoid();
    }

    private static Uni<Void> endAttempt(
            SqlConnection transaction,
            UUID session,
            boolean counts,
            boolean delays,
            boolean includesDelivered,
            String reason) {
        String last = "No session dealt with it in " + MOST_ATTEMPTS + " attempts. The last one: " + reason;
        String next = "Waits for another attempt after a pause. The last session failed: " + reason;
        return transaction
                .preparedQuery(END_ATTEMPT)
                .execute(Tuple.of(session, counts, delays, MOST_ATTEMPTS, last, includesDelivered)
                        .addString(next))
                .replaceWithVoid();
    }

    private Uni<Void> update(String sql, UUID session, List<Message> messages) {
        return pool.preparedQuery(sql).execute(Tuple.of(session, ids(messages))).replaceWithVoid();
    }

    private static UUID[] ids(List<Message> messages) {
        return messages.stream().map(Message::id).toArray(UUID[]::new);
    }

    /** Text of messages for a session; empty for none. */
    static Optional<String> text(List<Message> messages) {
        return messages.isEmpty() ? Optional.empty() : Optional.of(MailFrame.of(messages));
    }
}
