package dev.yardmaster.dispatch;

import dev.yardmaster.session.Installation;
import io.quarkus.runtime.ShutdownEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jboss.logging.Logger;

/** The right to dispatch, which one of the services that share a database has at a time. For any thread. */
@Singleton
class Lease {
    private static final Logger LOG = Logger.getLogger(Lease.class);
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    // A service that starts again after a crash still has it.
    private static final String TAKE = """
            INSERT INTO lease (name, holder, until) VALUES ('dispatcher', $1, now() + interval '1 millisecond' * $2)
            ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, until = excluded.until
            WHERE lease.holder = excluded.holder OR lease.until <= now()
            """;

    private static final String LEADER = """
            SELECT l.holder, r.address, l.until FROM lease l LEFT JOIN replica r ON r.instance = l.holder
            WHERE l.name = 'dispatcher' AND l.until > now()
            """;

    private final Pool pool;
    private final UUID self;
    private final Duration length;
    // By System.nanoTime(); what the database knows ends later.
    private volatile long heldUntil = System.nanoTime();

    Lease(Pool pool, Installation instance, DispatchConfig config) {
        this.pool = pool;
        this.self = instance.id();
        this.length = config.lease();
    }

    /**
     * Who dispatches.
     *
     * @param address where its API is
     */
    record Leader(UUID instance, Optional<String> address, Instant until) {}

    /** Whether this service dispatches. */
    boolean isHeld() {
        return heldUntil - System.nanoTime() > 0;
    }

    /** Takes or keeps the right if nobody else has it; to be called well more often than it lasts. Says whether it is held. */
    Uni<Boolean> renew() {
        long asked = System.nanoTime();
        return pool.preparedQuery(TAKE)
                .execute(Tuple.of(self, (double) length.toMillis()))
                .map(rows -> note(rows.rowCount() == 1, asked + length.toNanos()));
    }

    /** Who has it now; nobody for a short time after its holder has crashed. */
    Uni<Optional<Leader>> leader() {
        return pool.preparedQuery(LEADER)
                .execute()
                .map(rows -> rows.stream()
                        .findFirst()
                        .map(row -> new Leader(
                                row.getUUID("holder"),
                                Optional.ofNullable(row.getString("address")),
                                row.getOffsetDateTime("until").toInstant())));
    }

    /** Lets another service dispatch at once; after the dispatcher has stopped. */
    void release(@Observes @Priority(150) ShutdownEvent event) {
        heldUntil = System.nanoTime();
        try {
            pool.preparedQuery("DELETE FROM lease WHERE name = 'dispatcher' AND holder = $1")
                    .execute(Tuple.of(self))
                    .await()
                    .atMost(PATIENCE);
        } catch (RuntimeException e) {
            LOG.infof("state=lease_not_released error=%s; it ends by itself", e);
        }
    }

    private boolean note(boolean taken, long until) {
        if (taken != isHeld()) {
            LOG.infof("state=%s", taken ? "leading" : "standing_by");
        }
        heldUntil = taken ? until : System.nanoTime();
        return taken;
    }
}
