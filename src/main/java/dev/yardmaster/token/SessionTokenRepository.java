package dev.yardmaster.token;

import dev.yardmaster.access.CallingSession;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.UUID;

/** The table {@code session_token}. For any thread. */
@Singleton
class SessionTokenRepository {
    private static final String INSERT = "INSERT INTO session_token (session, hash, role) VALUES ($1, $2, $3)";

    private static final String BY_HASH = """
            SELECT t.role, s.id, s.agent, s.agent_name, s.task, s.plan, s.ended_at, a.project
            FROM session_token t JOIN session s ON s.id = t.session LEFT JOIN agent a ON a.id = s.agent WHERE t.hash = $1
            """;

    private final Pool pool;

    SessionTokenRepository(Pool pool) {
        this.pool = pool;
    }

    /**
     * A session with a token.
     *
     * @param endedAt when it ended; empty while it runs
     */
    record Found(CallingSession session, Optional<Instant> endedAt) {}

    Uni<Void> insert(SqlConnection transaction, UUID session, TokenHash hash, String role) {
        return transaction
                .preparedQuery(INSERT)
                .execute(Tuple.of(session, Buffer.buffer(hash.bytes()), role))
                .replaceWithVoid();
    }

    Uni<Optional<Found>> find(TokenHash hash) {
        return pool.preparedQuery(BY_HASH)
                .execute(Tuple.of(Buffer.buffer(hash.bytes())))
                .map(rows -> rows.stream().findFirst().map(SessionTokenRepository::found));
    }

    private static Found found(Row row) {
        var session = new CallingSession(
                row.getUUID("id"),
                row.getUUID("agent"),
                row.getString("agent_name"),
                row.getString("role"),
                Optional.ofNullable(row.getUUID("task")),
                Optional.ofNullable(row.getUUID("plan")),
                Optional.ofNullable(row.getUUID("project")));
        return new Found(
                session, Optional.ofNullable(row.getOffsetDateTime("ended_at")).map(OffsetDateTime::toInstant));
    }
}
