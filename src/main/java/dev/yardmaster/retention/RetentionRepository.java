package dev.yardmaster.retention;

import dev.yardmaster.retention.RetentionStep.Position;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;

/** Deletes old things through the functions of the schema. */
@Singleton
class RetentionRepository {
    // Of the services on one database, one deletes at a time.
    private static final String TURN = "SELECT pg_try_advisory_xact_lock(hashtextextended('retention', 0)) AS mine";

    // The length of an uncompressed value is known without reading it.
    private static final String LOG_BYTES =
            "SELECT coalesce(sum(octet_length(body)), 0)::bigint AS bytes FROM session_chunk";

    private final Pool pool;

    RetentionRepository(Pool pool) {
        this.pool = pool;
    }

    /** Looks at the next {@code most} things after a position, and deletes those before a time that nothing needs. */
    Uni<RetentionStep> delete(RetainedKind kind, Instant before, Position after, int most) {
        return pool.withTransaction(transaction -> transaction
                .query(TURN)
                .execute()
                .chain(rows -> rows.iterator().next().getBoolean("mine")
                        ? delete(
                                transaction,
                                kind,
                                Tuple.of(before.atOffset(ZoneOffset.UTC), after.at(), after.id(), most))
                        : Uni.createFrom().item(RetentionStep.NOT_MY_TURN)));
    }

    private static Uni<RetentionStep> delete(SqlConnection transaction, RetainedKind kind, Tuple values) {
        return transaction
                .preparedQuery("SELECT * FROM delete_old_" + kind.word() + "($1, $2, $3, $4)")
                .execute(values)
                .map(rows -> step(rows.iterator().next()));
    }

    /** The size of all logs. */
    Uni<Long> logBytes() {
        return pool.query(LOG_BYTES)
                .execute()
                .map(rows -> rows.iterator().next().getLong("bytes"));
    }

    private static RetentionStep step(Row row) {
        return new RetentionStep(
                row.getInteger("examined"),
                row.getInteger("deleted"),
                row.getLong("bytes"),
                Optional.ofNullable(row.getUUID("last_id"))
                        .map(id -> new Position(row.getOffsetDateTime("last_at"), id)));
    }
}
