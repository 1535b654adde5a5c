package dev.yardmaster.dispatch;

import dev.yardmaster.replica.Lease;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Singleton;

/** Determines the dispatcher's status by making the plan that the dispatcher would make, so any service on the database can answer. */
@Singleton
class DispatcherStatusQuery {
    private static final String COUNTS = """
            SELECT (SELECT count(*) FROM task WHERE state = 'open' AND blockers = 0 AND NOT held AND scheduled_for IS NULL) AS queued,
                (SELECT count(*) FROM session WHERE ended_at IS NULL) AS running
            """;

    private final Pool pool;
    private final DispatchRepository repository;
    private final Lease lease;
    private final DispatchConfig config;

    DispatcherStatusQuery(Pool pool, DispatchRepository repository, Lease lease, DispatchConfig config) {
        this.pool = pool;
        this.repository = repository;
        this.lease = lease;
        this.config = config;
    }

    Uni<DispatcherState> current() {
        return activity()
                .chain(activity -> lease.leader()
                        .chain(leader -> pool.preparedQuery(COUNTS)
                                .execute()
                                .map(rows -> rows.iterator().next())
                                .map(counts -> new DispatcherState(
                                        activity.state(),
                                        activity.until(),
                                        activity.reason(),
                                        leader,
                                        counts.getLong("queued"),
                                        counts.getLong("running")))));
    }

    private Uni<DispatcherActivity> activity() {
        return repository
                .schedule()
                .chain(schedule -> schedule.pause()
                        .map(pause -> Uni.createFrom().item(DispatcherActivity.paused(pause)))
                        .orElseGet(() -> repository
                                .snapshot()
                                .map(found -> found.map(snapshot -> DispatcherActivity.of(snapshot, config.ageing()))
                                        .orElse(DispatcherActivity.RUNNING))));
    }
}
