package dev.yardmaster.dispatch;

import dev.yardmaster.session.Installation;
import dev.yardmaster.session.Recovery;
import dev.yardmaster.session.TakenOverSessions;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/** Tells the other services on the same database that this one is alive, and ends the sessions of those that are not. */
@Singleton
class Heartbeat {
    private static final Logger LOG = Logger.getLogger(Heartbeat.class);
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private static final String SEEN = """
            INSERT INTO replica (instance, address, seen_at) VALUES ($1, $2, now())
            ON CONFLICT (instance) DO UPDATE SET address = excluded.address, seen_at = excluded.seen_at
            """;

    private static final String LOST = """
            SELECT DISTINCT s.instance FROM session s LEFT JOIN replica r ON r.instance = s.instance
            WHERE s.ended_at IS NULL AND s.instance <> $1
                AND (r.seen_at IS NULL OR r.seen_at < now() - interval '1 millisecond' * $2)
            """;

    private final Pool pool;
    private final UUID self;
    private final Lease lease;
    private final Recovery recovery;
    private final TakenOverSessions takenOver;
    private final WakeUp wakeUp;
    private final DispatchConfig config;
    private final String address;

    Heartbeat(
            Pool pool,
            Installation instance,
            Lease lease,
            Recovery recovery,
            TakenOverSessions takenOver,
            WakeUp wakeUp,
            DispatchConfig config,
            @ConfigProperty(name = "quarkus.http.host") String host,
            @ConfigProperty(name = "quarkus.http.port") int port) {
        this.pool = pool;
        this.self = instance.id();
        this.lease = lease;
        this.recovery = recovery;
        this.takenOver = takenOver;
        this.wakeUp = wakeUp;
        this.config = config;
        this.address = "http://" + host + ":" + port;
    }

    /** Says that this service is there, and takes the lease if it can; blocks. */
    void begin() {
        seen().chain(lease::renew).await().atMost(PATIENCE);
    }

    /** Blocks, on a worker thread. */
    @Scheduled(every = "3s", delayed = "3s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void beat() {
        try {
            boolean led = lease.isHeld();
            seen().await().atMost(PATIENCE);
            if (lease.renew().await().atMost(PATIENCE)) {
                takeOver();
                if (!led) {
                    wakeUp.now();
                }
            }
            takenOver.stop();
        } catch (RuntimeException e) {
            LOG.warnf("state=not_heard error=%s; trying again", e);
        }
    }

    private Uni<Void> seen() {
        return pool.preparedQuery(SEEN).execute(Tuple.of(self, address)).replaceWithVoid();
    }

    private void takeOver() {
        List<UUID> lost = pool.preparedQuery(LOST)
                .execute(Tuple.of(self, (double) config.lostAfter().toMillis()))
                .map(rows -> rows.stream().map(row -> row.getUUID("instance")).toList())
                .await()
                .atMost(PATIENCE);
        for (UUID instance : lost) {
            LOG.warnf("instance=%s state=lost", instance);
            recovery.endSessionsOf(instance);
        }
    }
}
