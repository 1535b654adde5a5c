package dev.yardmaster.trigger;

import dev.yardmaster.problem.YardmasterException;
import dev.yardmaster.timer.TimedWork;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.inject.Singleton;
import java.io.Serial;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jboss.logging.Logger;

/**
 * Runs triggers: adds the runs whose time has come, and starts those that wait. A time that passed while no service ran is one run, however
 * often it would have come. For one thread.
 */
@Singleton
class TriggerRuns implements TimedWork {
    private static final Logger LOG = Logger.getLogger(TriggerRuns.class);

    private static final Duration PAUSE = Duration.ofMillis(100);
    private static final Duration FORGET_EVERY = Duration.ofMinutes(1);

    private final TriggerRepository triggers;
    private final TriggerRunRepository runs;
    private final TriggerAction action;
    private final Pool pool;
    private Instant forgotten = Instant.EPOCH;

    TriggerRuns(TriggerRepository triggers, TriggerRunRepository runs, TriggerAction action, Pool pool) {
        this.triggers = triggers;
        this.runs = runs;
        this.action = action;
        this.pool = pool;
    }

    @Override
    public Uni<Optional<Duration>> run() {
        return runs.due()
                .chain(due -> each(due, this::addDue))
                .chain(runs::ready)
                .chain(ready -> each(ready, this::start))
                .call(this::forgetOld)
                .chain(runs::next)
                // What is due still has failed, or another transaction has locked it.
                .map(next -> next.map(wait -> wait.isPositive() ? wait : PAUSE));
    }

    private Uni<Void> forgetOld() {
        Instant now = Instant.now();
        if (Duration.between(forgotten, now).abs().compareTo(FORGET_EVERY) < 0) {
            return Uni.createFrom().voidItem();
        }
        forgotten = now;
        return runs.forgetOld();
    }

    private Uni<Void> addDue(UUID id) {
        return pool.withTransaction(transaction -> triggers.lock(transaction, id)
                .chain(found -> found.map(trigger -> addDue(transaction, trigger))
                        .orElseGet(() -> Uni.createFrom().voidItem())));
    }

    private Uni<Void> addDue(SqlConnection transaction, Trigger trigger) {
        // The clock of the database can be ahead of this one, so the time that has come could come again.
        Instant now = Instant.now();
        Instant after = trigger.nextAt().filter(now::isBefore).orElse(now);
        Optional<Instant> next = trigger.schedule().flatMap(schedule -> schedule.next(after));
        return runs.addDue(transaction, trigger.id())
                .chain(added -> added
                        ? triggers.schedule(transaction, trigger.id(), next)
                        : Uni.createFrom().voidItem());
    }

    /** A run that can't be executed has failed, and does not keep others from starting. */
    private Uni<Void> start(UUID id) {
        return startNext(id).onFailure(FailedRun.class).recoverWithUni(failure -> fail((FailedRun) failure));
    }

    private Uni<Void> startNext(UUID id) {
        return pool.withTransaction(transaction -> triggers.lock(transaction, id)
                .chain(found -> found.map(trigger -> startNext(transaction, trigger))
                        .orElseGet(() -> Uni.createFrom().voidItem())));
    }

    private Uni<Void> startNext(SqlConnection transaction, Trigger trigger) {
        return runs.nextReady(transaction, trigger.id())
                .chain(next -> next.map(run -> start(transaction, trigger, run))
                        .orElseGet(() -> Uni.createFrom().voidItem()));
    }

    private Uni<Void> start(SqlConnection transaction, Trigger trigger, TriggerRun run) {
        return Uni.createFrom()
                .deferred(() -> action.run(transaction, trigger.spec(), run))
                .onFailure(YardmasterException.class)
                .transform(failure -> new FailedRun(run, (YardmasterException) failure))
                .chain(created -> runs.started(transaction, run, created.task(), created.message()))
                .invoke(() ->
                        LOG.infof("trigger=%s run=%s cause=%s state=started", trigger.id(), run.id(), run.cause()));
    }

    private Uni<Void> fail(FailedRun failed) {
        LOG.warnf("trigger=%s run=%s state=failed error=%s", failed.run.trigger(), failed.run.id(), failed.reason);
        return runs.failed(failed.run.id(), failed.reason);
    }

    /** Rolls back the transaction of a run that can't be executed. */
    private static final class FailedRun extends RuntimeException {
        @Serial
        private static final long serialVersionUID = 1;

        private final transient TriggerRun run;
        private final String reason;

        FailedRun(TriggerRun run, YardmasterException cause) {
            super(cause);
            this.run = run;
            this.reason = cause.detail();
        }
    }

    /** A trigger that fails does not keep others from running. */
    private static Uni<Void> each(List<UUID> ids, Function<UUID, Uni<Void>> step) {
        return Multi.createFrom()
                .iterable(ids)
                .onItem()
                .transformToUniAndConcatenate(id -> step.apply(id)
                        .onFailure()
                        .invoke(failure -> LOG.errorf(failure, "trigger=%s state=not_run; trying again", id))
                        .onFailure()
                        .recoverWithNull())
                .collect()
                .last()
                .replaceWithVoid();
    }
}
