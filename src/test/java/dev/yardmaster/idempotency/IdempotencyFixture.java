package dev.yardmaster.idempotency;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yardmaster.idempotency.ClaimResult.Claimed;
import dev.yardmaster.testkit.Api;
import dev.yardmaster.testkit.LocalService;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;

/** Requests with a key, and what is stored about them. */
abstract class IdempotencyFixture {
    static final Duration PATIENCE = Duration.ofSeconds(30);
    static final String LOSE_ANSWER = """
            UPDATE idempotency_key SET status = NULL, running_until = now() WHERE key = $1
            """;

    @Inject
    Pool pool;

    @Inject
    IdempotencyRepository repository;

    @Inject
    RunningRequests running;

    final Api api = LocalService.api();
    final String key = UUID.randomUUID().toString();
    final String name = "once-" + key;

    /** A pool without entries would limit the sessions of later tests. */
    @AfterEach
    void removeThePool() {
        api.send("DELETE", "/api/pools/" + name, "");
    }

    Claimed claimByAnotherService(String path, JsonObject body) {
        return (Claimed) result(repository.claim(token(), new IdempotencyKey(key), fingerprint(path, body)));
    }

    UUID token() {
        return api.json(api.get("/api/tokens?limit=1000")).getJsonArray("items").stream()
                .map(JsonObject.class::cast)
                .filter(token -> !token.containsKey("createdBy"))
                .map(token -> UUID.fromString(token.getString("id")))
                .findFirst()
                .orElseThrow();
    }

    static byte[] fingerprint(String path, JsonObject body) {
        return Fingerprint.of("POST", path, body.encode().getBytes(StandardCharsets.UTF_8));
    }

    static Answer answer() {
        return new Answer(201, Optional.empty(), Optional.empty(), Buffer.buffer());
    }

    void loseAnswer() {
        run(LOSE_ANSWER, Tuple.of(key));
    }

    int stored(String key) {
        return result(pool.preparedQuery("SELECT FROM idempotency_key WHERE key = $1")
                        .execute(Tuple.of(key)))
                .rowCount();
    }

    void run(String sql, Tuple values) {
        assertThat(result(pool.preparedQuery(sql).execute(values)).rowCount()).isPositive();
    }

    static <T> T result(Uni<T> work) {
        return work.await().atMost(PATIENCE);
    }

    static List<String> answer(HttpResponse<String> response) {
        return List.of(
                Integer.toString(response.statusCode()),
                response.headers().firstValue("Location").orElse(""),
                response.body());
    }

    List<String> actions(String task) {
        return api.json(api.get("/api/activity?thing=" + task)).getJsonArray("items").stream()
                .map(entry -> ((JsonObject) entry).getString("action"))
                .toList();
    }

    static String code(HttpResponse<String> response) {
        return new JsonObject(response.body()).getString("code");
    }

    JsonObject task() {
        return new JsonObject().put("title", name).put("prompt", "p").put("role", "steward");
    }

    JsonObject plan() {
        return new JsonObject().put("name", name);
    }

    JsonObject pool() {
        return new JsonObject("{\"size\":1,\"entries\":[\"steward:" + name + "\"]}").put("name", name);
    }
}
