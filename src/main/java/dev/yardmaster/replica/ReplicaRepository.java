package dev.yardmaster.replica;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The tables {@code replica} and {@code lease}. */
@Singleton
class ReplicaRepository implements ReplicaStore {
    private static final String HEARTBEAT = """
            INSERT INTO replica (instance, address, seen_at) VALUES ($1, $2, now())
            ON CONFLICT (instance) DO UPDATE SET address = excluded.address, seen_at = excluded.seen_at
            """;

    private static final String LOST = """
            SELECT DISTINCT s.instance FROM session s LEFT JOIN replica r ON r.instance = s.instance
            WHERE s.ended_at IS NULL AND s.instance <> $1
                AND (r.seen_at IS NULL OR r.seen_at < now() - interval '1 millisecond' * $2)
            """;

    // A service that restarts after a crash may still hold the lease.
    private static final String TAKE_LEASE = """
            INSERT INTO lease (name, holder, until) VALUES ('dispatcher', $1, now() + interval '1 millisecond' * $2)
            ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, until = excluded.until
            WHERE lease.holder = excluded.holder OR lease.until <= now()
            """;

    private static final String RELEASE_LEASE = "DELETE FROM lease WHERE name = 'dispatcher' AND holder = $1";

    private static final String LEADER = """
            SELECT l.holder, r.address, l.until FROM lease l LEFT JOIN replica r ON r.instance = l.holder
            WHERE l.name = 'dispatcher' AND l.until > now()
            """;

    private final Pool pool;

    ReplicaRepository(Pool pool) {
        this.pool = pool;
    }

    @Override
    public Uni<Void> recordHeartbeat(UUID instance, String address) {
        return pool.preparedQuery(HEARTBEAT)
                .execute(Tuple.of(instance, address))
                .replaceWithVoid();
    }

    @Override
    public Uni<List<UUID>> lost(UUID self, Duration lostAfter) {
        return pool.preparedQuery(LOST)
                .execute(Tuple.of(self, (double) lostAfter.toMillis()))
                .map(rows -> rows.stream().map(row -> row.getUUID("instance")).toList());
    }

    @Override
    public Uni<Boolean> takeLease(UUID holder, Duration length) {
        return pool.preparedQuery(TAKE_LEASE)
                .execute(Tuple.of(holder, (double) length.toMillis()))
                .map(rows -> rows.rowCount() == 1);
    }

    @Override
    public Uni<Void> releaseLease(UUID holder) {
        return pool.preparedQuery(RELEASE_LEASE).execute(Tuple.of(holder)).replaceWithVoid();
    }

    @Override
    public Uni<Optional<Lease.Leader>> leader() {
        return pool.preparedQuery(LEADER)
                .execute()
                .map(rows -> rows.stream().findFirst().map(ReplicaRepository::leader));
    }

    private static Lease.Leader leader(Row row) {
        return new Lease.Leader(
                row.getUUID("holder"),
                Optional.ofNullable(row.getString("address")),
                row.getOffsetDateTime("until").toInstant());
    }
}
