package dev.yardmaster.limit;

import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * What is limited until when, for all replicas of the service. There is one current row for each executable, model scope and window; what
 * changes tells the dispatcher. For any thread.
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

    /** Takes a report in, unless better is known already. To be called within a transaction. */
    public Uni<Void> record(SqlClient transaction, LimitReport report) {
        return take(transaction, report).replaceWithVoid();
    }

    /** What is limited now. */
    public Uni<Limits> current(SqlClient client) {
        return repository.current(client);
    }

    /** What was limited until lately, and what has been started on it since. */
    public Uni<SlowStarts> slowStarts(SqlClient client) {
        return repository.slowStarts(client);
    }

    /** As {@link #record}; tells what is known after it. */
    Uni<Limit> take(SqlClient transaction, LimitReport report) {
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
                .invoke(this::tell);
    }

    private void tell(Limit limit) {
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
