package dev.yardmaster.pool;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.function.ToIntFunction;

/** Publishes the slots of each pool as gauges. All replicas read them from the database, so they agree; a value is at most 5 s old. */
@Singleton
class PoolMetrics {
    private final PoolRepository repository;
    private final io.vertx.mutiny.sqlclient.Pool database;
    private final MultiGauge used;
    private final MultiGauge size;

    PoolMetrics(PoolRepository repository, io.vertx.mutiny.sqlclient.Pool database, MeterRegistry metrics) {
        this.repository = repository;
        this.database = database;
        this.used = MultiGauge.builder("yardmaster.pool.slots.used")
                .description("Sessions that hold a slot of the pool")
                .register(metrics);
        this.size = MultiGauge.builder("yardmaster.pool.slots.size")
                .description("Slots of the pool")
                .register(metrics);
    }

    /** Reads all pools. The gauges of removed pools disappear. */
    @Scheduled(every = "5s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> refresh() {
        return repository
                .all(database)
                .map(PoolSnapshot::status)
                .invoke(pools -> {
                    used.register(rows(pools, PoolStatus::used), true);
                    size.register(rows(pools, PoolStatus::size), true);
                })
                .replaceWithVoid();
    }

    private static List<Row<?>> rows(List<PoolStatus> pools, ToIntFunction<PoolStatus> value) {
        return pools.stream()
                .<Row<?>>map(pool -> Row.of(Tags.of("pool", pool.name()), value.applyAsInt(pool)))
                .toList();
    }
}
