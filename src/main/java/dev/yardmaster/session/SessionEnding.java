package dev.yardmaster.session;

import dev.yardmaster.provider.AgentEvent;
import io.quarkus.arc.All;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;

/** Ends sessions in the database, together with all that follows from it. */
@Singleton
class SessionEnding {
    private final SessionRepository repository;
    private final Pool pool;
    private final List<SessionListener> listeners;

    SessionEnding(SessionRepository repository, Pool pool, @All List<SessionListener> listeners) {
        this.repository = repository;
        this.pool = pool;
        this.listeners = listeners;
    }

    /** As the other, with nothing to do before. */
    Uni<Void> store(UUID session, SessionEnd end, AgentEvent.Usage usage) {
        return store(session, end, usage, _ -> Uni.createFrom().voidItem());
    }

    /**
     * Stores a session's end, and what the listeners make of it, in one transaction; a session that has ended stays as it is.
     *
     * @param before what to write first in that transaction
     */
    Uni<Void> store(UUID session, SessionEnd end, AgentEvent.Usage usage, Function<SqlConnection, Uni<?>> before) {
        return pool.withTransaction(transaction -> before.apply(transaction)
                .chain(() -> repository.end(transaction, session, end, usage))
                .chain(ended -> ended
                        ? tell(transaction, session, end)
                        : Uni.createFrom().voidItem()));
    }

    private Uni<Void> tell(SqlConnection transaction, UUID session, SessionEnd end) {
        Uni<Void> told = Uni.createFrom().voidItem();
        for (SessionListener listener : listeners) {
            told = told.chain(() -> listener.ended(transaction, session, end));
        }
        return told;
    }
}
