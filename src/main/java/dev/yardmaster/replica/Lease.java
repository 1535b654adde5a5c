package dev.yardmaster.replica;

import dev.yardmaster.session.Installation;
import io.quarkus.runtime.ShutdownEvent;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;

/** The right to dispatch. Of the services that share a database, at most one holds it at a time. Thread-safe. */
@Singleton
public class Lease {
    private static final Logger LOG = Logger.getLogger(Lease.class);
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private final ReplicaStore store;
    private final UUID self;
    private final Duration length;
    private final LongSupplier nanoTime;
    private final Runnable acquired;
    // By the own clock. The database's record ends later, since it starts when the request arrives there.
    private volatile long heldUntil;
    private volatile boolean released;

    @Inject
    Lease(ReplicaStore store, Installation installation, ReplicaPolicy policy, Event<LeaseAcquired> event) {
        this(store, installation.id(), policy.lease(), System::nanoTime, () -> event.fire(new LeaseAcquired()));
    }

    /**
     * @param nanoTime a monotonic clock, in nanoseconds
     * @param acquired runs whenever this service obtains the lease without having held it just before
     */
    Lease(ReplicaStore store, UUID self, Duration length, LongSupplier nanoTime, Runnable acquired) {
        this.store = store;
        this.self = self;
        this.length = length;
        this.nanoTime = nanoTime;
        this.acquired = acquired;
        this.heldUntil = nanoTime.getAsLong();
    }

    /**
     * The service that dispatches.
     *
     * @param address the URL of its API, if it has stored one
     * @param until when the lease ends unless it is renewed
     */
    public record Leader(UUID instance, Optional<String> address, Instant until) {}

    /** Whether this service may dispatch. */
    public boolean isHeld() {
        return heldUntil - nanoTime.getAsLong() > 0;
    }

    /** Takes or renews the lease unless another service holds it, or this one stops. Returns whether this service holds it now. */
    Uni<Boolean> renew() {
        return Uni.createFrom().deferred(() -> {
            if (released) {
                return Uni.createFrom().item(false);
            }
            long sentAt = nanoTime.getAsLong();
            return store.takeLease(self, length).invoke(taken -> update(taken, sentAt));
        });
    }

    /** The service that dispatches now; empty between the crash of one and the takeover by another. */
    public Uni<Optional<Leader>> leader() {
        return store.leader();
    }

    /** Lets another service dispatch at once. Runs after the dispatcher has stopped. */
    void release(@Observes @Priority(150) ShutdownEvent event) {
        released = true;
        heldUntil = nanoTime.getAsLong();
        try {
            store.releaseLease(self).await().atMost(TIMEOUT);
        } catch (RuntimeException e) {
            LOG.infof("state=lease_not_released error=%s; the lease expires by itself", e);
        }
    }

    /** An answer that arrives after the release does not count. */
    private void update(boolean taken, long sentAt) {
        boolean held = isHeld();
        boolean leads = taken && !released;
        heldUntil = leads ? sentAt + length.toNanos() : nanoTime.getAsLong();
        if (leads != held) {
            LOG.infof("state=%s", leads ? "leading" : "standing_by");
        }
        if (leads && !held) {
            acquired.run();
        }
    }
}
