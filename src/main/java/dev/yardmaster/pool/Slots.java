package dev.yardmaster.pool;

import dev.yardmaster.agent.AgentKind;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.UUID;

/**
 * The slots of all pools, for all replicas of the service. Whoever starts a session asks for {@link #locked} what its agent needs, places
 * the session, and takes its slots, all in the transaction that stores the session. For any thread.
 */
@Singleton
public class Slots {
    private final PoolRepository pools;
    private final SlotRepository repository;
    private final ModelNameResolver models;

    Slots(PoolRepository pools, SlotRepository repository, ModelNameResolver models) {
        this.pools = pools;
        this.repository = repository;
        this.models = models;
    }

    /** A snapshot of all pools, in one round trip. */
    public Uni<Occupancy> current(SqlClient client) {
        return pools.all(client).map(snapshot -> snapshot.occupancy(models));
    }

    /**
     * The pools that govern agents of a kind, and those only, locked until the transaction ends, so that nobody else takes their slots
     * meanwhile; in two round trips. To be called before the same transaction releases slots: who changes a pool holds it while waiting for
     * sessions that are ending.
     */
    public Uni<Occupancy> locked(SqlConnection transaction, AgentKind kind) {
        // Two statements, as the second has to see what was committed while the first waited.
        return repository
                .lock(transaction, kind)
                .chain(ids -> ids.isEmpty()
                        ? Uni.createFrom().item(new PoolSnapshot(List.of(), List.of()))
                        : pools.all(transaction, ids))
                .map(snapshot -> snapshot.occupancy(models));
    }

    /** Takes slots, as {@link #locked} has placed them, for a session that has been stored in the same transaction. */
    public Uni<Void> take(SqlConnection transaction, UUID session, List<Slot> slots) {
        return slots.isEmpty() ? Uni.createFrom().voidItem() : repository.take(transaction, session, slots);
    }

    /** Gives back all slots of a session, if it has any, after its row was marked as ended in the same transaction. */
    public Uni<Void> release(SqlConnection transaction, UUID session) {
        return repository.release(transaction, session);
    }
}
