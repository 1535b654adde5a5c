package dev.yardmaster.inbox;

import dev.yardmaster.id.Ids;
import dev.yardmaster.session.end.SessionEnd;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.UUID;

/**
 * Lets persistent agents continue conversations that were interrupted during a turn: by a restart of the service, a limit or a failure. The agent
 * gets a message of the service, for which it is started as for other mail. For any thread.
 */
@Singleton
class Interruptions {
    // A session without an answer has no conversation to continue. A message of this kind that still waits is enough.
    private static final String AGENT = """
            SELECT a.id FROM session s JOIN agent a ON a.id = s.agent
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
                        .chain(agent -> agent.map(it -> send(transaction, it, session, end))
                                .orElseGet(() -> Uni.createFrom().voidItem()));
            case STARTING, RUNNING, COMPLETED, STOPPED -> Uni.createFrom().voidItem();
        };
    }

    private static Uni<Optional<UUID>> agent(SqlConnection transaction, UUID session) {
        return transaction
                .preparedQuery(AGENT)
                .execute(Tuple.of(session, BEGINNING + "%"))
                .map(rows -> rows.stream().findFirst().map(row -> row.getUUID("id")));
    }

    private Uni<Void> send(SqlConnection transaction, UUID agent, UUID session, SessionEnd end) {
        String text = BEGINNING + " It was the session " + session + ", and the reason is: " + end.reason()
                + "\nContinue where you stopped.";
        return mail.send(transaction, Ids.next(), Optional.of(agent), text);
    }
}
