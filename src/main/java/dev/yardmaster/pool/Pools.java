package dev.yardmaster.pool;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.yardmaster.id.Ids;
import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.MergePatch;
import dev.yardmaster.problem.NotFound;
import dev.yardmaster.problem.YardmasterException;
import dev.yardmaster.provider.Providers;
import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import org.hibernate.exception.ConstraintViolationException;

/**
 * The pools that people configure. Changing a pool never stops sessions: they keep running, and from then on they count in the changed pool.
 * For any thread.
 */
@ApplicationScoped
class Pools implements PanacheRepositoryBase<PoolEntity, UUID> {
    // Waits for the transactions that hold SlotRepository.lock, and blocks new ones. Plain reads are not blocked.
    private static final String LOCK = "LOCK TABLE pool IN EXCLUSIVE MODE";

    private final RunningSessions sessions;
    private final PoolSpecValidator validator;
    private final ModelNameResolver models;
    private final MergePatch patches;

    Pools(RunningSessions sessions, Providers providers, ModelNameResolver models, MergePatch patches) {
        this.sessions = sessions;
        this.validator = new PoolSpecValidator(providers);
        this.models = models;
        this.patches = patches;
    }

    /** The pool with an id or name; fails with {@code pool_not_found}. */
    @WithSession
    Uni<PoolStatus> get(String idOrName) {
        return entity(idOrName)
                .map(entity -> PoolSnapshot.of(List.of(entity)).status().getFirst());
    }

    /** Up to {@code limit} pools in the order of their names, after a name. */
    @WithSession
    Uni<List<PoolStatus>> list(String after, int limit) {
        return find("name > ?1 order by name", after)
                .page(0, limit)
                .list()
                .map(entities -> PoolSnapshot.of(entities).status());
    }

    /** Adds a pool. Fails with {@code name_taken}, {@code unknown_provider} or {@code invalid_request}. */
    @WithTransaction
    Uni<PoolStatus> add(UUID id, PoolSpec spec) {
        Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);
        Pool none = new Pool(id, spec.name(), spec.size(), false, List.of(), now);
        Pool pool = validator.validate(none, spec);
        var entity = new PoolEntity();
        entity.apply(pool);
        return lock().chain(() -> checkedForName(persistAndFlush(entity), pool.name()))
                .chain(() -> reassigned(none, pool));
    }

    /** Applies a JSON merge patch. Fails like {@link #add}, and with {@code pool_not_found}. */
    @WithTransaction
    Uni<PoolStatus> change(String idOrName, ObjectNode patch) {
        return lock().chain(() -> entity(idOrName)).chain(entity -> {
            Pool before = entity.toPool();
            Pool after = validator.validate(before, patches.apply(PoolSpec.of(before), patch, PoolSpec.class));
            entity.apply(after);
            return checkedForName(flush(), after.name()).chain(() -> reassigned(before, after));
        });
    }

    /** Removes a pool and its slots. Sessions that hold one keep running. Fails with {@code pool_not_found}. */
    @WithTransaction
    Uni<Void> remove(String idOrName) {
        return lock().chain(() -> entity(idOrName)).chain(this::delete);
    }

    /** Until the transaction ends, no other transaction changes pools or starts sessions. */
    private Uni<Void> lock() {
        return getSession()
                .chain(hibernate -> hibernate.createNativeMutationQuery(LOCK).executeUpdate())
                .replaceWithVoid();
    }

    private Uni<PoolEntity> entity(String idOrName) {
        Uni<PoolEntity> found = Ids.parse(idOrName)
                .map(this::findById)
                .orElseGet(() -> find("name", idOrName).firstResult());
        return found.onItem().ifNull().failWith(() -> NotFound.POOL.of(idOrName));
    }

    /** Gives the running sessions their slots of a pool that was changed in this transaction. */
    private Uni<PoolStatus> reassigned(Pool before, Pool after) {
        var renumbered = SlotReassignment.renumbered(before.entries(), after.entries());
        return getSession()
                .chain(hibernate -> sessions.of(hibernate, after.id())
                        .map(running -> SlotReassignment.of(after.resolved(models), renumbered, running))
                        .call(slots -> sessions.assign(hibernate, after.id(), slots)))
                .map(slots -> new PoolSnapshot(List.of(after), List.copyOf(slots.values())))
                .map(snapshot -> snapshot.status().getFirst());
    }

    private static <T> Uni<T> checkedForName(Uni<T> written, String name) {
        return written.onFailure(ConstraintViolationException.class)
                .transform(_ -> new YardmasterException(
                        ErrorCode.NAME_TAKEN,
                        "A pool named '" + name + "' already exists. Choose another name, or change that pool."));
    }
}
