package dev.yardmaster.dispatch;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;

/** The pause that a user has ordered. It is stored, so it applies to all services on the database and survives their restarts. */
@Singleton
class PauseRepository {
    private static final String PAUSE = """
            INSERT INTO dispatch_pause (until, reason, since) VALUES ($1, $2, now())
            ON CONFLICT (sole) DO UPDATE SET until = excluded.until, reason = excluded.reason, since = excluded.since
            """;

    // Claims share the lock, and a pause holds it alone. So once a pause is stored, no earlier claim can be committed.
    private static final String LOCK = "SELECT pg_advisory_xact_lock(hashtextextended('dispatch', 0))";
    private static final String SHARED_LOCK = "SELECT pg_advisory_xact_lock_shared(hashtextextended('dispatch', 0))";

    private final Pool pool;

    PauseRepository(Pool pool) {
        this.pool = pool;
    }

    /**
     * A pause: no new sessions start.
     *
     * @param until when it ends by itself; empty if only a user ends it
     * @param reason for other users
     */
    @JsonInclude(Include.NON_ABSENT)
    record Pause(Optional<Instant> until, Optional<String> reason) {}

    /** Makes a pause wait until this transaction ends, and this transaction wait for a pause that is being stored. */
    static Uni<Void> holdOff(SqlConnection transaction) {
        return transaction.preparedQuery(SHARED_LOCK).execute().replaceWithVoid();
    }

    /** The time by the clock that ends pauses. */
    Uni<Instant> now() {
        return pool.query("SELECT now()")
                .execute()
                .map(rows -> rows.iterator().next().getOffsetDateTime(0).toInstant());
    }

    /** Stores a pause in place of the current one. No task is claimed afterwards. */
    Uni<Void> pause(Pause pause) {
        Tuple values = Tuple.of(
                pause.until().map(at -> at.atOffset(ZoneOffset.UTC)).orElse(null),
                pause.reason().orElse(null));
        return pool.withTransaction(transaction -> transaction
                .preparedQuery(LOCK)
                .execute()
                .chain(() -> transaction.preparedQuery(PAUSE).execute(values))
                .replaceWithVoid());
    }

    /** Ends the current pause, if any. */
    Uni<Void> resume() {
        return pool.preparedQuery("DELETE FROM dispatch_pause").execute().replaceWithVoid();
    }
}
