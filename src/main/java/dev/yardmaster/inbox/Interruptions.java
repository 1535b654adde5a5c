package dev.yardmaster.inbox;

import dev.yardmaster.id.Ids;
import dev.yardmaster.session.end.SessionEnd;
import dev.yardmaster.session.end.SessionState;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.UUID;

/**
 * Lets persistent agents continue conversations that were interrupted during a turn: by a restart of the service, a limit or a failure. The agent
 * gets a message of the service, for which it is started as for other mail. After several failures in a row people get a message instead. For any
 * thread.
 */
@Singleton
class Interruptions {
    /** After so many failures in a row people decide how the agent goes on. */
    private static final int MOST_FAILURES = 5;

    // A session without an answer has no conversation to continue. A message of this kind that still waits is enough.
    private static final String AGENT = """
            SELECT a.id, a.name, (
                SELECT count(*) FILTER (WHERE p.state = 'failed')
                FROM (SELECT state FROM session p WHERE p.agent = a.id AND p.task IS NULL AND p.id < s.id ORDER BY p.id DESC LIMIT $3) p) AS failures
            FROM session s JOIN agent a ON a.id = s.agent
            WHERE s.id = $1 AND s.task IS NULL AND s.answered_at IS NOT NULL AND s.idle_since IS NULL AND a.mode = 'persistent'
                AND NOT EXISTS (SELECT FROM message m WHERE m.agent = a.id AND m.state = 'queued' AND m.sender_kind = 'service'
                    AND m.thread = m.id AND m.text LIKE $2)
            FOR KEY SHARE OF a
            """;

    private static final String BEGINNING = "Your last session ended before you had finished your turn.";

    private final ServiceMail mail;

    Interruptions(ServiceMail mail) {
        this.mail = mail;
    }

    /** A session has ended: if that interrupted a persistent agent, it gets the message. */
    Uni<Void> ended(SqlConnection transaction, UUID session, SessionEnd end) {
        return switch (end.state()) {
            case LOST, LIMITED, FAILED ->
                agent(transaction, session)
                        .chain(agent -> agent.map(it -> tell(transaction, it, session, end))
                                .orElseGet(() -> Uni.createFrom().voidItem()));
            case STARTING, RUNNING, COMPLETED, STOPPED -> Uni.createFrom().voidItem();
        };
    }

    /** @param failures how many of the last sessions before failed too */
    private record Interrupted(UUID agent, String name, long failures) {}

    private static Uni<Optional<Interrupted>> agent(SqlConnection transaction, UUID session) {
        return transaction
                .preparedQuery(AGENT)
                .execute(Tuple.of(session, BEGINNING + "%", MOST_FAILURES - 1))
                .map(rows -> rows.stream()
                        .findFirst()
                        .map(row ->
                                new Interrupted(row.getUUID("id"), row.getString("name"), row.getLong("failures"))));
    }

    private Uni<Void> tell(SqlConnection transaction, Interrupted agent, UUID session, SessionEnd end) {
        return end.state() == SessionState.FAILED && agent.failures() == MOST_FAILURES - 1
                ? mail.send(transaction, Ids.next(), Optional.empty(), givenUp(agent, session, end))
                : mail.send(transaction, Ids.next(), Optional.of(agent.agent()), goOn(session, end));
    }

    private static String givenUp(Interrupted agent, UUID session, SessionEnd end) {
        return "The last " + MOST_FAILURES + " sessions of the agent '" + agent.name()
                + "' failed, so it is not started again by itself. The last one was " + session
                + ", and the reason is: " + end.reason()
                + "\nSend the agent a message, or start it with a new conversation.";
    }

    private static String goOn(UUID session, SessionEnd end) {
        return BEGINNING + " It was the session " + session + ", and the reason is: " + end.reason()
                + "\nContinue where you stopped.";
    }
}
