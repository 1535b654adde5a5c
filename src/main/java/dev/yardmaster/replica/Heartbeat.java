package dev.yardmaster.replica;

import dev.yardmaster.loop.Loop;
import dev.yardmaster.session.Installation;
import dev.yardmaster.session.SessionFence;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.vertx.http.HttpServer;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * Stores regularly that this service is alive, and renews its lease. It has a thread of its own: neither a long takeover nor busy worker
 * threads may delay the heartbeat, or the other services would declare this one lost.
 */
@Singleton
public class Heartbeat implements SessionFence {
    private static final Logger LOG = Logger.getLogger(Heartbeat.class);
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private final ReplicaStore store;
    private final Lease lease;
    private final UUID self;
    private final Supplier<String> address;
    private final ReplicaPolicy policy;
    private final LongSupplier nanoTime;
    private final Loop loop;
    // Written by one beat at a time, read by any thread.
    private volatile HeartbeatState state;

    @Inject
    Heartbeat(
            ReplicaStore store,
            Lease lease,
            ReplicaPolicy policy,
            Installation installation,
            HttpServer server,
            @ConfigProperty(name = "quarkus.http.host") String host,
            @ConfigProperty(name = "quarkus.http.port") int port) {
        this(store, lease, policy, installation.id(), () -> address(host, server, port), System::nanoTime);
    }

    /**
     * @param address the URL of this service
     * @param nanoTime a monotonic clock, in nanoseconds
     */
    Heartbeat(
            ReplicaStore store,
            Lease lease,
            ReplicaPolicy policy,
            UUID self,
            Supplier<String> address,
            LongSupplier nanoTime) {
        this.store = store;
        this.lease = lease;
        this.self = self;
        this.address = address;
        this.policy = policy;
        this.nanoTime = nanoTime;
        this.state = policy.neverRenewed();
        this.loop =
                new Loop("heartbeat", policy.heartbeat(), policy.heartbeat().plus(TIMEOUT.multipliedBy(3)), this::beat);
    }

    /** The port is the configured one until the server listens: if 0 is configured, the system chooses the port. */
    private static String address(String host, HttpServer server, int configured) {
        return "http://" + host + ":" + (server.getPort() > 0 ? server.getPort() : configured);
    }

    /** Sends the first heartbeat and takes the lease if it is free. Blocks; fails when the database does not answer in time. */
    public void begin() {
        renew();
    }

    /** Sends heartbeats from now on. */
    public void goOn() {
        loop.start();
    }

    /** Runs after the sessions have ended. */
    void stop(@Observes @Priority(220) ShutdownEvent event) throws InterruptedException {
        loop.stop(TIMEOUT);
    }

    void beat() {
        try {
            renew();
        } catch (RuntimeException e) {
            LOG.warnf("state=heartbeat_failed error=%s; the next heartbeat tries again", e);
        }
    }

    /** Whether no other service can take over the sessions of this one soon, as far as it can know without asking. */
    public boolean isValid() {
        return state.isValid(nanoTime.getAsLong());
    }

    @Override
    public boolean allowsSessions() {
        return policy.allowsSessions(state, nanoTime.getAsLong());
    }

    /** Why no heartbeats are sent, as a sentence; empty if they are. */
    Optional<String> fault() {
        return loop.fault();
    }

    private void renew() {
        long sentAt = nanoTime.getAsLong();
        store.recordHeartbeat(self, address.get()).await().atMost(TIMEOUT);
        state = state.renewed(sentAt);
        lease.renew().await().atMost(TIMEOUT);
    }
}
