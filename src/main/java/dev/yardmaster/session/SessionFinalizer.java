package dev.yardmaster.session;

import dev.yardmaster.limit.FailureCause.Blocked;
import dev.yardmaster.limit.LimitLedger;
import dev.yardmaster.limit.LimitReport;
import dev.yardmaster.pool.Slots;
import dev.yardmaster.provider.AgentEvent;
import dev.yardmaster.session.log.SessionEnd;
import io.quarkus.arc.All;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/** Ends sessions in the database, together with all that follows from it. */
@Singleton
class SessionFinalizer {
    private static final String RUN = "SELECT executable, provider, model FROM session WHERE id = $1";

    private final SessionRepository repository;
    private final Pool pool;
    private final LimitLedger limits;
    private final Slots slots;
    private final List<SessionListener> listeners;

    SessionFinalizer(
            SessionRepository repository,
            Pool pool,
            LimitLedger limits,
            Slots slots,
            @All List<SessionListener> listeners) {
        this.limits = limits;
        this.slots = slots;
        this.repository = repository;
        this.pool = pool;
        this.listeners = listeners;
    }

    /** As the other, with nothing to do before. */
    Uni<Void> store(UUID session, SessionEnd end, AgentEvent.Usage usage) {
        return store(session, end, usage, _ -> Uni.createFrom().voidItem());
    }

    /**
     * Stores a session's end, gives its slots back, and stores the limit that it met, and what the listeners make of that, in one transaction; a session that has ended stays as it is.
     *
     * @param before what to write first in that transaction
     */
    Uni<Void> store(UUID session, SessionEnd end, AgentEvent.Usage usage, Function<SqlConnection, Uni<?>> before) {
        return pool.withTransaction(transaction -> before.apply(transaction)
                .chain(() -> repository.end(transaction, session, end, usage))
                .chain(ended -> ended
                        ? slots.release(transaction, session)
                                .chain(() -> record(transaction, session, end))
                                .chain(() -> tell(transaction, session, end))
                        : Uni.createFrom().voidItem()));
    }

    private Uni<Void> record(SqlConnection transaction, UUID session, SessionEnd end) {
        return end.limit()
                .map(limit -> transaction
                        .preparedQuery(RUN)
                        .execute(Tuple.of(session))
                        .map(rows -> report(rows.iterator().next(), session, limit, end))
                        .chain(report -> limits.record(transaction, report)))
                .orElseGet(() -> Uni.createFrom().voidItem());
    }

    private static LimitReport report(Row run, UUID session, Blocked limit, SessionEnd end) {
        return new LimitReport(
                run.getString("executable"),
                run.getString("provider"),
                limit.metOn(Optional.ofNullable(run.getString("model"))),
                Instant.now(),
                Optional.of(session),
                end.cause().text());
    }

    private Uni<Void> tell(SqlConnection transaction, UUID session, SessionEnd end) {
        Uni<Void> told = Uni.createFrom().voidItem();
        for (SessionListener listener : listeners) {
            told = told.chain(() -> listener.ended(transaction, session, end));
        }
        return told;
    }
}
