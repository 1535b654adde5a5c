package dev.yardmaster.dispatch;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
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

    /** Stores a pause in place of the current one. */
    Uni<Void> pause(Pause pause) {
        return pool.preparedQuery(PAUSE)
                .execute(Tuple.of(
                        pause.until().map(at -> at.atOffset(ZoneOffset.UTC)).orElse(null),
                        pause.reason().orElse(null)))
                .replaceWithVoid();
    }

    /** Ends the current pause, if any. */
    Uni<Void> resume() {
        return pool.preparedQuery("DELETE FROM dispatch_pause").execute().replaceWithVoid();
    }
}
