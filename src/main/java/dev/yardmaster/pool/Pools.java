package dev.yardmaster.pool;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.MergePatch;
import dev.yardmaster.problem.YardmasterException;
import dev.yardmaster.provider.Providers;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.pgclient.PgException;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.Function;
import org.hibernate.id.uuid.UuidVersion7Strategy;

/** The pools. What runs when one is changed goes on, and counts from then on in what the pool has become. For any thread. */
@Singleton
class Pools {
    private static final String UNIQUE_VIOLATION = "23505";

    private final PoolRepository repository;
    private final SlotRepository slots;
    private final PoolSpecValidator check;
    private final ModelNameResolver models;
    private final MergePatch patches;
    private final io.vertx.mutiny.sqlclient.Pool database;

    Pools(
            PoolRepository repository,
            SlotRepository slots,
            Providers providers,
            ModelNameResolver models,
            MergePatch patches,
            io.vertx.mutiny.sqlclient.Pool database) {
        this.repository = repository;
        this.slots = slots;
        this.check = new PoolSpecValidator(providers);
        this.models = models;
        this.patches = patches;
        this.database = database;
    }

    /** The pool with an id or name; fails with {@code pool_not_found}. */
    Uni<PoolStatus> get(String idOrName) {
        return repository.find(database, idOrName).map(Pools::status);
    }

    /** Up to {@code limit} pools by name, after a name. */
    Uni<List<PoolStatus>> list(String after, int limit) {
        return repository.list(database, after, limit).map(PoolSnapshot::status);
    }

    /** Adds a pool. Fails with {@code name_taken}, {@code unknown_provider} or {@code invalid_request}. */
    Uni<PoolStatus> add(PoolSpec spec) {
        Pool nothing = new Pool(
                UuidVersion7Strategy.INSTANCE.generateUuid(null),
                spec.name(),
                spec.size(),
                false,
                List.of(),
                Instant.now().truncatedTo(ChronoUnit.MICROS));
        Pool pool = check.check(nothing, spec);
        return alone(transaction -> saved(repository.insert(transaction, pool), pool.name())
                .chain(() -> recounted(transaction, nothing, pool)));
    }

    /** Applies a JSON merge patch. Fails as {@link #add} does, and with {@code pool_not_found}. */
    Uni<PoolStatus> change(String idOrName, ObjectNode patch) {
        return alone(transaction -> repository
                .find(transaction, idOrName)
                .map(Pools::found)
                .chain(before -> {
                    Pool pool = check.check(before, patches.apply(PoolSpec.of(before), patch, PoolSpec.class));
                    return saved(repository.update(transaction, pool), pool.name())
                            .chain(() -> recounted(transaction, before, pool));
                }));
    }

    /** Removes a pool, even one in use: the sessions that hold its slots go on. Fails with {@code pool_not_found}. */
    Uni<Void> remove(String idOrName) {
        return alone(transaction -> repository
                .find(transaction, idOrName)
                .map(Pools::found)
                .chain(pool -> repository.remove(transaction, pool.id())));
    }

    private static <T> Uni<T> saved(Uni<T> pool, String name) {
        return pool.onFailure(failure ->
                        failure instanceof PgException database && UNIQUE_VIOLATION.equals(database.getSqlState()))
                .transform(_ -> new YardmasterException(
                        ErrorCode.NAME_TAKEN,
                        "There is a pool named '" + name + "' already. Choose another name, or change that pool."));
    }

    /** In a transaction during which nobody else changes pools or starts sessions. */
    private <T> Uni<T> alone(Function<SqlConnection, Uni<T>> change) {
        return database.withTransaction(
                transaction -> repository.lock(transaction).chain(() -> change.apply(transaction)));
    }

    private Uni<PoolStatus> recounted(SqlConnection transaction, Pool before, Pool now) {
        var renumbered = SlotReassignment.renumbered(before.entries(), now.entries());
        return slots.running(transaction, now.id())
                .map(running -> SlotReassignment.of(now.told(models), renumbered, running))
                .chain(held -> slots.replace(transaction, now.id(), held))
                .chain(() -> repository.all(transaction, List.of(now.id())))
                .map(Pools::status);
    }

    private static PoolStatus status(PoolSnapshot snapshot) {
        found(snapshot);
        return snapshot.status().getFirst();
    }

    private static Pool found(PoolSnapshot snapshot) {
        return snapshot.pools().stream()
                .findFirst()
                .orElseThrow(() -> new YardmasterException(
                        ErrorCode.POOL_NOT_FOUND,
                        "There is no pool with this id or name. GET /api/pools lists the pools there are."));
    }
}
