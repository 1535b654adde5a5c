package dev.yardmaster.token;

import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** What the service itself asks and writes about tokens, with plain SQL: the guard has no Hibernate session. */
@Singleton
class TokenQueries {
    private static final String VALID = "SELECT * FROM access_token WHERE revoked_at IS NULL";
    private static final String BY_HASH = "SELECT * FROM access_token WHERE hash = $1";
    private static final String WRITE_USES = """
            UPDATE access_token t SET last_used_at = u.at
            FROM unnest($1::uuid[], $2::timestamptz[]) u(id, at)
            WHERE t.id = u.id AND (t.last_used_at IS NULL OR t.last_used_at < u.at)
            """;

    private final Pool pool;

    TokenQueries(Pool pool) {
        this.pool = pool;
    }

    /** All tokens that are not revoked. */
    Uni<List<StoredToken>> valid() {
        return pool.query(VALID).execute().map(TokenQueries::tokens);
    }

    /** The token with a hash, revoked or not. */
    Uni<Optional<StoredToken>> byHash(TokenHash hash) {
        return pool.preparedQuery(BY_HASH)
                .execute(Tuple.of(Buffer.buffer(hash.bytes())))
                .map(rows -> tokens(rows).stream().findFirst());
    }

    /** Stores when tokens were used last. Services that share the database may write the same token; the latest time stays. */
    Uni<Void> writeUses(Map<UUID, Instant> uses) {
        List<Map.Entry<UUID, Instant>> entries = List.copyOf(uses.entrySet());
        return pool.preparedQuery(WRITE_USES)
                .execute(Tuple.of(
                        entries.stream().map(Map.Entry::getKey).toArray(UUID[]::new),
                        entries.stream()
                                .map(use -> use.getValue().atOffset(ZoneOffset.UTC))
                                .toArray(OffsetDateTime[]::new)))
                .replaceWithVoid();
    }

    private static List<StoredToken> tokens(RowSet<Row> rows) {
        return rows.stream().map(row -> TokenEntity.of(row).toStored()).toList();
    }
}
