package dev.yardmaster.dispatch;

import dev.yardmaster.dispatch.planning.DispatchDecision;
import dev.yardmaster.dispatch.planning.DispatchDecision.Blocked;
import dev.yardmaster.dispatch.planning.DispatchDecision.Start;
import dev.yardmaster.replica.Lease;
import dev.yardmaster.session.run.SessionLaunch;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.quarkus.scheduler.Scheduled;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** The dispatcher's metrics. Thread-safe. */
@Singleton
class DispatchMetrics {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private static final String QUEUE = """
            SELECT count(*) AS depth, coalesce(extract(epoch FROM now() - min(created_at)), 0)::bigint AS age,
                (SELECT count(*) FROM limit_entry WHERE cleared_at IS NULL AND blocked_until > now()) AS limits
            FROM task WHERE state = 'open' AND blockers = 0 AND NOT held AND scheduled_for IS NULL
            """;

    private final Pool pool;
    private final Lease lease;
    private final MeterRegistry registry;
    private final Timer wait;
    private final AtomicLong depth = new AtomicLong();
    private final AtomicLong age = new AtomicLong();
    private final AtomicLong limits = new AtomicLong();
    private final AtomicInteger waiting = new AtomicInteger();

    DispatchMetrics(Pool pool, Lease lease, MeterRegistry registry) {
        this.pool = pool;
        this.lease = lease;
        this.registry = registry;
        this.wait = Timer.builder("yardmaster.dispatch.wait")
                .description("Time from when a task became ready, or was last changed, until its child process started")
                .publishPercentileHistogram()
                .register(registry);
        registry.gauge("yardmaster.queue.depth", depth);
        registry.gauge("yardmaster.queue.oldest.seconds", age);
        registry.gauge("yardmaster.limits.current", limits);
        registry.gauge("yardmaster.dispatch.waiting", waiting);
    }

    /** Counts a session that has started for a task that had waited so long. */
    void started(SessionLaunch launch, Duration waited) {
        wait.record(waited);
        String executable = launch.request().executable().name();
        registry.counter("yardmaster.dispatch.sessions", "executable", executable)
                .increment();
        if (launch.hops() > 0) {
            registry.counter("yardmaster.dispatch.hops", "executable", executable)
                    .increment(launch.hops());
        }
    }

    /** Counts what a plan came to: the dispatcher waits while limits block tasks and nothing starts. */
    void planned(List<DispatchDecision> decisions) {
        boolean limited = decisions.stream().noneMatch(Start.class::isInstance)
                && decisions.stream().anyMatch(decision -> decision instanceof Blocked blocked && blocked.isLimited());
        if (waiting.getAndSet(limited ? 1 : 0) == 0 && limited) {
            registry.counter("yardmaster.dispatch.pauses").increment();
        }
    }

    /** Updates the gauges of the queue if this service dispatches. Blocks, so it runs on a worker thread. */
    @Scheduled(every = "15s", delayed = "15s")
    void count() {
        if (lease.isHeld()) {
            Row row = pool.preparedQuery(QUEUE)
                    .execute()
                    .map(rows -> rows.iterator().next())
                    .await()
                    .atMost(TIMEOUT);
            depth.set(row.getLong("depth"));
            age.set(row.getLong("age"));
            limits.set(row.getLong("limits"));
        }
    }
}
