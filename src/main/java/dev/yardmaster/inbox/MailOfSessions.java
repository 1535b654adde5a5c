package dev.yardmaster.inbox;

import dev.yardmaster.session.PromptOpening;
import dev.yardmaster.session.SessionListener;
import dev.yardmaster.session.end.SessionEnd;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.UUID;

/**
 * Puts waiting mail at the top of the prompt of each new session. It is delivered once the model answers, which a trigger of the database notes.
 * If a session ends before it has finished its work, the mail that it had waits again, and a persistent agent gets a message that starts it
 * again.
 */
@Singleton
class MailOfSessions implements PromptOpening, SessionListener {
    private final DeliveryRepository repository;
    private final Interruptions interruptions;

    MailOfSessions(DeliveryRepository repository, Interruptions interruptions) {
        this.repository = repository;
        this.interruptions = interruptions;
    }

    @Override
    public Uni<Optional<String>> opening(SqlConnection transaction, UUID session, UUID agent, Optional<UUID> task) {
        return repository.take(transaction, session, agent, task).map(DeliveryRepository::text);
    }

    @Override
    public Uni<Void> ended(SqlConnection transaction, UUID session, SessionEnd end) {
        return repository
                .endAttempt(transaction, session, Attempt.of(end), end.reason())
                .chain(() -> interruptions.ended(transaction, session, end));
    }
}
