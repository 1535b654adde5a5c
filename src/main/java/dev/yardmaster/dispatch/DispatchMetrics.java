package dev.yardmaster.dispatch;

import dev.yardmaster.dispatch.DispatchDecision.Blocked;
import dev.yardmaster.dispatch.DispatchDecision.Start;
import dev.yardmaster.session.SessionLaunch;
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

/** What the dispatcher does, in numbers. For any thread. */
@Singleton
class DispatchMetrics {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

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
                .description("From when a task became ready, or was last changed, to its child process")
                .publishPercentileHistogram()
                .register(registry);
        registry.gauge("yardmaster.queue.depth", depth);
        registry.gauge("yardmaster.queue.oldest.seconds", age);
        registry.gauge("yardmaster.limits.current", limits);
        registry.gauge("yardmaster.dispatch.waiting", waiting);
    }

    /** A session was started for a task that had waited for so long. */
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

    /** What a look at the queue came to. */
    void blocked(List<DispatchDecision> decisions) {
        boolean nothing = decisions.stream().noneMatch(Start.class::isInstance)
                && decisions.stream().anyMatch(decision -> decision instanceof Blocked blocked && blocked.isLimited());
        if (waiting.getAndSet(nothing ? 1 : 0) == 0 && nothing) {
            registry.counter("yardmaster.dispatch.pauses").increment();
        }
    }

    /** Blocks, on a worker thread. */
    @Scheduled(every = "15s", delayed = "15s")
    void count() {
        if (lease.isHeld()) {
            Row row = pool.preparedQuery(QUEUE)
                    .execute()
                    .map(rows -> rows.iterator().next())
                    .await()
                    .atMost(PATIENCE);
            depth.set(row.getLong("depth"));
            age.set(row.getLong("age"));
            limits.set(row.getLong("limits"));
        }
    }
}
