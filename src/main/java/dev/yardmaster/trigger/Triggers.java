package dev.yardmaster.trigger;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.MergePatch;
import dev.yardmaster.problem.NotFound;
import dev.yardmaster.problem.YardmasterException;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Singleton;
import java.io.Serial;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Adds, lists and changes triggers, and runs them by hand. For any thread. */
@Singleton
class Triggers {
    private final TriggerRepository repository;
    private final TriggerRunRepository runs;
    private final TriggerAction action;
    private final MergePatch patches;
    private final Pool pool;

    Triggers(
            TriggerRepository repository,
            TriggerRunRepository runs,
            TriggerAction action,
            MergePatch patches,
            Pool pool) {
        this.repository = repository;
        this.runs = runs;
        this.action = action;
        this.patches = patches;
        this.pool = pool;
    }

    /** Up to {@code limit} triggers by name, after a name. */
    Uni<List<Trigger>> list(String after, int limit) {
        return repository.list(after, limit);
    }

    /** The trigger with an id or name; fails with {@code trigger_not_found}. */
    Uni<Trigger> get(String idOrName) {
        return repository.find(idOrName).map(found -> found.orElseThrow(() -> NotFound.TRIGGER.of(idOrName)));
    }

    /**
     * Adds a trigger. Fails with {@code invalid_request}, {@code name_taken} or {@code unknown_project}, and with the error that a run would
     * have.
     */
    Uni<Trigger> add(UUID id, TriggerSpec spec) {
        return checked(spec).chain(next -> repository.insert(id, spec, next));
    }

    /** Applies a JSON merge patch. Fails with {@code trigger_not_found}, and as {@link #add} does. */
    Uni<Trigger> change(String idOrName, ObjectNode patch) {
        return get(idOrName).chain(trigger -> {
            TriggerSpec spec = patches.apply(trigger.spec(), patch, TriggerSpec.class);
            return checked(spec).chain(next -> repository.update(trigger.id(), spec, next));
        });
    }

    /** Removes a trigger with its runs; what these have created stays. Fails with {@code trigger_not_found}. */
    Uni<Void> remove(String idOrName) {
        return get(idOrName).chain(trigger -> repository.remove(trigger.id())).replaceWithVoid();
    }

    /** Runs a trigger now, also if it is disabled, or as soon as its current run is over. Fails with {@code trigger_not_found}. */
    Uni<TriggerRun> run(String idOrName, UUID id) {
        return get(idOrName).chain(trigger -> runs.addByHand(id, trigger.id()));
    }

    /** The runs of a trigger, the newest first. Fails with {@code trigger_not_found}. */
    Uni<List<TriggerRun>> runs(String idOrName, Optional<UUID> before, int limit) {
        return get(idOrName).chain(trigger -> runs.list(trigger.id(), before, limit));
    }

    /** The next time of a description that is valid. */
    private Uni<Optional<Instant>> checked(TriggerSpec spec) {
        spec.check();
        Instant now = Instant.now();
        Optional<Instant> next = spec.schedule().flatMap(schedule -> schedule.next(now));
        if (spec.cron().isPresent() && next.isEmpty()) {
            throw YardmasterException.ofField(
                    ErrorCode.INVALID_REQUEST, "cron", "has no time in the future; choose a day that comes");
        }
        return rehearse(spec, now).replaceWith(next);
    }

    /** Runs the trigger in a transaction that is rolled back, so that mistakes are found when people write them. */
    private Uni<Void> rehearse(TriggerSpec spec, Instant now) {
        UUID none = new UUID(0, 0);
        var run = new TriggerRun(
                none,
                none,
                "hand",
                JsonNodeFactory.instance.objectNode(),
                now,
                "waiting",
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                now,
                Optional.empty());
        return pool.withTransaction(
                        transaction -> action.run(transaction, spec, run).<Void>map(_ -> {
                            throw new Rehearsal();
                        }))
                .onFailure(Rehearsal.class)
                .recoverWithNull();
    }

    /** Ends the transaction of a rehearsal. */
    private static final class Rehearsal extends RuntimeException {
        @Serial
        private static final long serialVersionUID = 1;

        Rehearsal() {
            super("A rehearsal changes nothing", null, false, false);
        }
    }
}
