package dev.yardmaster.testkit;

import dev.yardmaster.access.AccessRole;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Duration;
import java.util.UUID;

/** Creates tokens in the service under test. */
public final class TestTokens {
    private final Pool pool;
    private final Api admin = LocalService.api();

    public TestTokens(Pool pool) {
        this.pool = pool;
    }

    /** A client with a new token of a role. */
    public Api api(AccessRole role) {
        return client(create(role));
    }

    /** A client whose token has expired. */
    public Api expired() {
        JsonObject token = create(AccessRole.ADMIN);
        change(token, "expires_at = now() - interval '1 minute'");
        return client(token);
    }

    /** A client whose token is revoked. */
    public Api revoked() {
        JsonObject token = create(AccessRole.ADMIN);
        admin.json(admin.send("DELETE", "/api/tokens/" + token.getString("id"), ""));
        return client(token);
    }

    /** Creates a token; returns the response. */
    public JsonObject create(AccessRole role) {
        return admin.json(admin.post(
                "/api/tokens",
                new JsonObject().put("name", "test-" + UUID.randomUUID()).put("role", role.value())));
    }

    /** A client with a token. */
    public Api client(JsonObject token) {
        return new Api(LocalService.base(), token.getString("token"));
    }

    /** Changes a column of a token in the database, as another service would do. */
    public void change(JsonObject token, String assignment) {
        pool.preparedQuery("UPDATE access_token SET " + assignment + " WHERE id = $1")
                .execute(Tuple.of(UUID.fromString(token.getString("id"))))
                .await()
                .atMost(Duration.ofSeconds(30));
    }
}
