package dev.yardmaster.login;

import dev.yardmaster.token.TokenHash;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.ZoneOffset;
import java.util.List;

/** The table {@code login}. */
@Singleton
class LoginRepository {
    /** Removes those that have expired too. */
    private static final String INSERT = """
            WITH expired AS (DELETE FROM login WHERE expires_at <= now())
            INSERT INTO login (hash, token, created_at, expires_at) VALUES ($1, $2, now(), $3)
            """;

    private static final String DELETE = "DELETE FROM login WHERE hash = $1";
    private static final String VALID = "SELECT hash, token, expires_at FROM login WHERE expires_at > now()";

    private final Pool pool;

    LoginRepository(Pool pool) {
        this.pool = pool;
    }

    Uni<Void> insert(StoredLogin login) {
        return pool.preparedQuery(INSERT)
                .execute(Tuple.of(
                        Buffer.buffer(login.hash().bytes()),
                        login.token(),
                        login.expiresAt().atOffset(ZoneOffset.UTC)))
                .replaceWithVoid();
    }

    Uni<Void> delete(TokenHash hash) {
        return pool.preparedQuery(DELETE)
                .execute(Tuple.of(Buffer.buffer(hash.bytes())))
                .replaceWithVoid();
    }

    Uni<List<StoredLogin>> valid() {
        return pool.query(VALID)
                .execute()
                .map(rows -> rows.stream().map(LoginRepository::login).toList());
    }

    private static StoredLogin login(Row row) {
        return new StoredLogin(
                TokenHash.of(row.getBuffer("hash").getBytes()),
                row.getUUID("token"),
                row.getOffsetDateTime("expires_at").toInstant());
    }
}
