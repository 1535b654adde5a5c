package dev.yardmaster.replica;

import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The heartbeats and the lease, which all services on one database share. Times are those of the database's clock. */
interface ReplicaStore {
    /**
     * Stores that a service is alive now.
     *
     * @param address the URL of its API
     */
    Uni<Void> recordHeartbeat(UUID instance, String address);

    /** The services that have running sessions but no heartbeat within the last {@code lostAfter}; never {@code self}. */
    Uni<List<UUID>> lost(UUID self, Duration lostAfter);

    /** Takes the lease, or renews it, unless another service holds it. Returns whether {@code holder} holds it now. */
    Uni<Boolean> takeLease(UUID holder, Duration length);

    /** Gives the lease back. Does nothing if another service holds it. */
    Uni<Void> releaseLease(UUID holder);

    /** The service that holds the lease now. */
    Uni<Optional<Lease.Leader>> leader();
}
