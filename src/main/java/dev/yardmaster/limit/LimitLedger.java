package dev.yardmaster.limit;

import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * The limits of all executables, shared by all replicas of the service. The ledger has one current row for each executable, model scope and
 * window. Each change wakes the dispatcher. Thread-safe.
 */
@Singleton
public class LimitLedger {
    private static final Logger LOG = Logger.getLogger(LimitLedger.class);

    private final LimitRepository repository;
    private final MeterRegistry metrics;

    LimitLedger(LimitRepository repository, MeterRegistry metrics) {
        this.repository = repository;
        this.metrics = metrics;
    }

    /** Records a report, unless the ledger has a better one. Must be called in a transaction. */
    public Uni<Void> record(SqlClient transaction, LimitReport report) {
        return recordAndGet(transaction, report).replaceWithVoid();
    }

    /** The limits in force at an instant. */
    public Uni<Limits> current(SqlClient client, Instant at) {
        return repository.current(client, at);
    }

    /**
     * The executables whose limits had ended recently at an instant, with the sessions started there since. Together with the limits in force
     * at the same instant, they leave no time in which many sessions could start at once after a limit.
     */
    public Uni<SlowStarts> slowStarts(SqlClient client, Instant at) {
        return repository.slowStarts(client, at);
    }

    /** As {@link #record}, but returns the limit that is current afterwards. */
    Uni<Limit> recordAndGet(SqlClient transaction, LimitReport report) {
        return repository
                .lock(transaction, report)
                .chain(() -> repository.last(transaction, report))
                .chain(last -> last.filter(known -> !report.replaces(known))
                        .map(known -> Uni.createFrom().item(known))
                        .orElseGet(() -> replace(transaction, last, report)));
    }

    private Uni<Limit> replace(SqlClient transaction, Optional<Limit> last, LimitReport report) {
        Uni<Integer> repeats = last.map(known -> repository
                        .clear(transaction, known.id())
                        .chain(() -> repository.isAnsweredSince(transaction, known))
                        .map(answered -> report.repeats(known, answered)))
                .orElseGet(() -> Uni.createFrom().item(0));
        return repeats.chain(count -> repository.insert(transaction, report, count))
                .invoke(this::logAndCount);
    }

    private void logAndCount(Limit limit) {
        LOG.infof(
                "executable=%s model=%s window=%s until=%s source=%s session=%s state=limited",
                limit.executable(),
                limit.model(),
                limit.window(),
                limit.blockedUntil(),
                limit.source().value(),
                limit.session().map(Object::toString).orElse("-"));
        metrics.counter(
                        "yardmaster.limits.recorded",
                        "executable",
                        limit.executable(),
                        "window",
                        limit.window(),
                        "source",
                        limit.source().value())
                .increment();
    }
}
