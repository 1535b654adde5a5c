package dev.yardmaster.replica;

import dev.yardmaster.session.Installation;
import io.quarkus.scheduler.Scheduled;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.UUID;
import java.util.function.LongSupplier;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * Stores regularly that this service is alive, and renews its lease. It has a schedule of its own: a long takeover must not delay the
 * heartbeat, or the other services would declare this one lost.
 */
@Singleton
public class Heartbeat {
    private static final Logger LOG = Logger.getLogger(Heartbeat.class);
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private final ReplicaStore store;
    private final Lease lease;
    private final UUID self;
    private final String address;
    private final LongSupplier nanoTime;
    // Written by one beat at a time, read by any thread.
    private volatile HeartbeatState state;

    @Inject
    Heartbeat(
            ReplicaStore store,
            Lease lease,
            Installation installation,
            ReplicaConfig config,
            @ConfigProperty(name = "quarkus.http.host") String host,
            @ConfigProperty(name = "quarkus.http.port") int port) {
        this(store, lease, installation.id(), "http://" + host + ":" + port, config.lostAfter(), System::nanoTime);
    }

    /** @param nanoTime a monotonic clock, in nanoseconds */
    Heartbeat(ReplicaStore store, Lease lease, UUID self, String address, Duration lostAfter, LongSupplier nanoTime) {
        this.store = store;
        this.lease = lease;
        this.self = self;
        this.address = address;
        this.nanoTime = nanoTime;
        this.state = HeartbeatState.neverRenewed(lostAfter);
    }

    /** Sends the first heartbeat and takes the lease if it is free. Blocks; fails when the database does not answer in time. */
    public void begin() {
        renew();
    }

    /** Blocks, so it runs on a worker thread. */
    @Scheduled(every = "3s", delayed = "3s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void beat() {
        try {
            renew();
        } catch (RuntimeException e) {
            LOG.warnf("state=heartbeat_failed error=%s; the next heartbeat tries again", e);
        }
    }

    /** Whether the other services still count this one as alive, as far as it can know without asking. */
    boolean isValid() {
        return state.isValid(nanoTime.getAsLong());
    }

    private void renew() {
        long sentAt = nanoTime.getAsLong();
        store.recordHeartbeat(self, address).await().atMost(TIMEOUT);
        state = state.renewed(sentAt);
        lease.renew().await().atMost(TIMEOUT);
    }
}
