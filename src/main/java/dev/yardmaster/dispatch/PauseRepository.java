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

/** The pause that somebody has ordered by hand, if there is one; it holds for all replicas, and outlives them. */
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
     * Nothing new is started.
     *
     * @param until when it is over by itself
     */
    @JsonInclude(Include.NON_ABSENT)
    record Pause(Optional<Instant> until, Optional<String> reason) {}

    /** Takes the place of the pause there is. */
    Uni<Void> pause(Pause pause) {
        return pool.preparedQuery(PAUSE)
                .execute(Tuple.of(
                        pause.until().map(at -> at.atOffset(ZoneOffset.UTC)).orElse(null),
                        pause.reason().orElse(null)))
                .replaceWithVoid();
    }

    Uni<Void> resume() {
        return pool.preparedQuery("DELETE FROM dispatch_pause").execute().replaceWithVoid();
    }
}
