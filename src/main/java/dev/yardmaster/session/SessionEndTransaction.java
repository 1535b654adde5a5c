package dev.yardmaster.session;

import dev.yardmaster.limit.FailureCause.Blocked;
import dev.yardmaster.limit.LimitLedger;
import dev.yardmaster.limit.LimitReport;
import dev.yardmaster.pool.Slots;
import dev.yardmaster.provider.AgentEvent;
import dev.yardmaster.session.end.SessionEnd;
import dev.yardmaster.session.log.Chunk;
import dev.yardmaster.session.log.FeedAppender;
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

/** Stores the ends of sessions, each together with its consequences in one transaction. For any thread. */
@Singleton
class SessionEndTransaction {
    private static final String SELECT_EXECUTABLE = "SELECT executable, provider, model FROM session WHERE id = $1";

    private final SessionRepository repository;
    private final Pool pool;
    private final LimitLedger limits;
    private final Slots slots;
    private final List<SessionListener> listeners;
    private final FeedAppender log;

    SessionEndTransaction(
            SessionRepository repository,
            Pool pool,
            LimitLedger limits,
            Slots slots,
            @All List<SessionListener> listeners,
            FeedAppender log) {
        this.repository = repository;
        this.pool = pool;
        this.limits = limits;
        this.slots = slots;
        this.listeners = listeners;
        this.log = log;
    }

    /**
     * Stores the end of a session and of its log, releases its slots, records the limit that it met, and notifies the listeners. Nothing
     * happens if the session has ended before: another service has ended it, or an earlier attempt whose result was lost.
     *
     * @param usage the usage of the session; larger figures that are already stored stay
     * @param last the chunks of the log that are not stored yet, with the session's last event
     * @return whether the session had not ended before
     */
    Uni<Boolean> store(UUID session, SessionEnd end, AgentEvent.Usage usage, List<Chunk> last) {
        return pool.withTransaction(transaction -> repository
                        .end(transaction, session, end, usage)
                        .chain(ended -> ended
                                ? slots.release(transaction, session)
                                        .chain(() -> recordLimit(transaction, session, end))
                                        .chain(() -> notifyListeners(transaction, session, end))
                                        .chain(() -> log.append(transaction, last))
                                        .map(Optional::of)
                                : Uni.createFrom().item(Optional.<List<Chunk>>empty())))
                .chain(log::publish);
    }

    private Uni<Void> recordLimit(SqlConnection transaction, UUID session, SessionEnd end) {
        return end.limit()
                .map(limit -> transaction
                        .preparedQuery(SELECT_EXECUTABLE)
                        .execute(Tuple.of(session))
                        .map(rows -> report(rows.iterator().next(), session, limit, end))
                        .chain(report -> limits.record(transaction, report)))
                .orElseGet(() -> Uni.createFrom().voidItem());
    }

    private static LimitReport report(Row row, UUID session, Blocked limit, SessionEnd end) {
        return new LimitReport(
                row.getString("executable"),
                row.getString("provider"),
                limit.metOn(Optional.ofNullable(row.getString("model"))),
                Instant.now(),
                Optional.of(session),
                end.cause().text());
    }

    private Uni<Void> notifyListeners(SqlConnection transaction, UUID session, SessionEnd end) {
        Uni<Void> notified = Uni.createFrom().voidItem();
        for (SessionListener listener : listeners) {
            notified = notified.chain(() -> listener.ended(transaction, session, end));
        }
        return notified;
    }
}
