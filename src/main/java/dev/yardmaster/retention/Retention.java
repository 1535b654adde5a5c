package dev.yardmaster.retention;

import dev.yardmaster.retention.RetentionStep.Position;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.OptionalLong;
import java.util.function.LongPredicate;
import org.jboss.logging.Logger;

/**
 * Deletes what is too old, and the oldest logs if all logs together are too large. Each transaction deletes a few things, so that nothing
 * waits long for it, and a rest follows it. A wrong setting stops the start of the service.
 */
@Startup
@Singleton
class Retention {
    private static final Logger LOG = Logger.getLogger(Retention.class);
    private static final Duration NEW = Duration.ofHours(1);
    private static final int LOGS_AT_ONCE = 10;

    private final RetentionRepository repository;
    private final RetentionPolicy policy;
    private final InstantSource clock;
    private final MeterRegistry metrics;

    @Inject
    Retention(RetentionRepository repository, RetentionConfig config, MeterRegistry metrics) {
        this(repository, RetentionPolicy.of(config), InstantSource.system(), metrics);
    }

    Retention(RetentionRepository repository, RetentionPolicy policy, InstantSource clock, MeterRegistry metrics) {
        this.repository = repository;
        this.policy = policy;
        this.clock = clock;
        this.metrics = metrics;
    }

    @Scheduled(every = "1h", delayed = "1m", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> run() {
        return deleteOld().replaceWithVoid();
    }

    /** Deletes everything that is old now. A kind that fails does not keep the others from being deleted. */
    Uni<RetentionTotals> deleteOld() {
        var totals = new RetentionTotals();
        return Multi.createFrom()
                .iterable(Arrays.asList(RetainedKind.values()))
                .onItem()
                .transformToUniAndConcatenate(kind -> delete(kind, totals)
                        .onFailure()
                        .invoke(failure -> LOG.warnf(
                                "state=%s_not_deleted error=%s; trying again in an hour", kind.word(), failure))
                        .onFailure()
                        .recoverWithNull())
                .collect()
                .last()
                .invoke(() -> report(totals))
                .replaceWith(totals);
    }

    private Uni<Void> delete(RetainedKind kind, RetentionTotals totals) {
        Uni<Void> old = policy.age(kind)
                .map(age -> delete(kind, clock.instant().minus(age), kind.atOnce(), totals, _ -> false))
                .orElseGet(() -> Uni.createFrom().voidItem());
        return kind == RetainedKind.LOGS ? old.chain(() -> shrinkLogs(totals)) : old;
    }

    /** Deletes the oldest logs until the size of all logs is allowed. */
    private Uni<Void> shrinkLogs(RetentionTotals totals) {
        OptionalLong most = policy.maxLogBytes();
        return most.isEmpty()
                ? Uni.createFrom().voidItem()
                : repository.logBytes().chain(size -> {
                    long enough = totals.bytes() + size - most.getAsLong();
                    return enough <= totals.bytes()
                            ? Uni.createFrom().voidItem()
                            : delete(
                                    RetainedKind.LOGS,
                                    clock.instant().minus(NEW),
                                    LOGS_AT_ONCE,
                                    totals,
                                    bytes -> bytes >= enough);
                });
    }

    /** Deletes step by step, until a step finds too few things, or has deleted whole logs and enough bytes are deleted. */
    private Uni<Void> delete(
            RetainedKind kind, Instant before, int atOnce, RetentionTotals totals, LongPredicate enough) {
        var walk = new Walk();
        return Multi.createBy()
                .repeating()
                .uni(() -> step(kind, before, walk.position, atOnce).invoke(step -> {
                    walk.position = step.last().orElse(walk.position);
                    totals.add(kind, step);
                    count(kind, step);
                }))
                .whilst(step -> step.examined() == atOnce && !(step.deleted() > 0 && enough.test(totals.bytes())))
                .collect()
                .last()
                .replaceWithVoid();
    }

    private Uni<RetentionStep> step(RetainedKind kind, Instant before, Position after, int atOnce) {
        return Uni.createFrom().deferred(() -> {
            long startedAt = System.nanoTime();
            return repository
                    .delete(kind, before, after, atOnce)
                    .call(() -> rest(Duration.ofNanos(System.nanoTime() - startedAt)));
        });
    }

    private Uni<Void> rest(Duration work) {
        Duration rest = policy.restAfter(work);
        return rest.isZero()
                ? Uni.createFrom().voidItem()
                : Uni.createFrom().voidItem().onItem().delayIt().by(rest);
    }

    private void count(RetainedKind kind, RetentionStep step) {
        metrics.counter("yardmaster.retention.deleted", "kind", kind.word()).increment(step.deleted());
        metrics.counter("yardmaster.retention.log.bytes").increment(step.bytes());
    }

    private static void report(RetentionTotals totals) {
        if (!totals.isEmpty()) {
            LOG.infof("state=old_things_deleted %s", totals);
        }
    }

    /** How far the deletion of one kind is. The steps follow each other. */
    private static final class Walk {
        volatile Position position = Position.START;
    }
}
