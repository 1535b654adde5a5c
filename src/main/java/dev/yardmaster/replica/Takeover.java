package dev.yardmaster.replica;

import dev.yardmaster.session.Installation;
import dev.yardmaster.session.Recovery;
import io.quarkus.scheduler.Scheduled;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/** Ends the sessions of services that have stopped sending heartbeats, so that their tasks become ready again. */
@Singleton
class Takeover {
    private static final Logger LOG = Logger.getLogger(Takeover.class);
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private final ReplicaStore store;
    private final Lease lease;
    private final Heartbeat heartbeat;
    private final UUID self;
    private final Duration lostAfter;
    private final Consumer<UUID> endSessionsOf;

    @Inject
    Takeover(
            ReplicaStore store,
            Lease lease,
            Heartbeat heartbeat,
            Installation installation,
            ReplicaPolicy policy,
            Recovery recovery) {
        this(store, lease, heartbeat, installation.id(), policy.lostAfter(), recovery::endSessionsOf);
    }

    /** @param endSessionsOf ends all sessions of a lost service; may block for long */
    Takeover(
            ReplicaStore store,
            Lease lease,
            Heartbeat heartbeat,
            UUID self,
            Duration lostAfter,
            Consumer<UUID> endSessionsOf) {
        this.store = store;
        this.lease = lease;
        this.heartbeat = heartbeat;
        this.self = self;
        this.lostAfter = lostAfter;
        this.endSessionsOf = endSessionsOf;
    }

    /** Blocks, for as long as it takes to end the sessions, so it runs on a worker thread. */
    @Scheduled(every = "3s", delayed = "3s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void run() {
        // A service that can't send its own heartbeat may be the lost one.
        if (!lease.isHeld() || !heartbeat.isValid()) {
            return;
        }
        try {
            List<UUID> lost = store.lost(self, lostAfter).await().atMost(TIMEOUT);
            for (UUID instance : lost) {
                LOG.warnf("instance=%s state=lost", instance);
                endSessionsOf.accept(instance);
            }
        } catch (RuntimeException e) {
            LOG.warnf("state=takeover_failed error=%s; the next run tries again", e);
        }
    }
}
