package dev.yardmaster.pool;

import dev.yardmaster.agent.AgentKind;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.UUID;

/**
 * The slots of all pools, shared by all replicas of the service. A caller that starts a session does all of this in the transaction that
 * stores the session: it reads the {@link #locked} pools of the agent, places the session, and takes the slots. For any thread.
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
     * Locks the pools that apply to agents of a kind, and returns only those. Until the transaction ends, other transactions can't take
     * their slots. Takes two round trips. Call this before the transaction releases slots: a transaction that changes a pool holds the
     * pool's lock while it waits for sessions that are ending.
     */
    public Uni<Occupancy> locked(SqlConnection transaction, AgentKind kind) {
        // Two statements: the second one sees what other transactions committed while the first one waited.
        return repository
                .lock(transaction, kind)
                .chain(ids -> ids.isEmpty()
                        ? Uni.createFrom().item(new PoolSnapshot(List.of(), List.of()))
                        : pools.all(transaction, ids))
                .map(snapshot -> snapshot.occupancy(models));
    }

    /** Takes slots of the {@link #locked} pools for a session that the same transaction has stored. */
    public Uni<Void> take(SqlConnection transaction, UUID session, List<Slot> slots) {
        return slots.isEmpty() ? Uni.createFrom().voidItem() : repository.take(transaction, session, slots);
    }

    /** Releases all slots of a session. The same transaction must have marked the session as ended before. */
    public Uni<Void> release(SqlConnection transaction, UUID session) {
        return repository.release(transaction, session);
    }
}
