package dev.yardmaster.idempotency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.yardmaster.access.AccessRole;
import dev.yardmaster.idempotency.ClaimResult.Answered;
import dev.yardmaster.idempotency.ClaimResult.Claimed;
import dev.yardmaster.testkit.Api;
import dev.yardmaster.testkit.LocalService;
import dev.yardmaster.testkit.ServiceTestResource;
import dev.yardmaster.testkit.Slots;
import dev.yardmaster.testkit.TestTokens;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Transaction;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTestResource(ServiceTestResource.class)
@Timeout(60)
class IdempotencyHttpTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String LOSE_ANSWER = """
            UPDATE idempotency_key SET status = NULL, running_until = now() WHERE key = $1
            """;

    @Inject
    Pool pool;

    @Inject
    IdempotencyRepository repository;

    @Inject
    RunningRequests running;

    private final Api api = LocalService.api();
    private final String key = UUID.randomUUID().toString();
    private final String name = "once-" + key;

    /** A pool without entries would limit the sessions of later tests. */
    @AfterEach
    void removeThePool() {
        api.send("DELETE", "/api/pools/" + name, "");
    }

    @Test
    void shouldRepeatTheFirstAnswer() {
        // Given
        HttpResponse<String> first = api.post("/api/tasks", task(), key);
        String id = new JsonObject(first.body()).getString("id");
        api.json(api.post("/api/tasks/" + id + "/cancel", new JsonObject()));

        // When
        HttpResponse<String> again = api.post("/api/tasks", task(), "\"" + key + "\"");

        // Then
        assertThat(first.statusCode()).isEqualTo(201);
        assertThat(answer(again)).isEqualTo(answer(first));
        assertThat(again.headers().firstValue("Content-Type"))
                .isEqualTo(first.headers().firstValue("Content-Type"));
    }

    @Test
    void shouldNotRecordARepetition() {
        // Given
        String id = api.json(api.post("/api/tasks", task(), key)).getString("id");

        // When
        api.json(api.post("/api/tasks", task(), key));
        api.json(api.post("/api/tasks/" + id + "/cancel", new JsonObject()));

        // Then
        await().atMost(PATIENCE).until(() -> actions(id).contains("task.cancel"));
        assertThat(actions(id)).containsExactly("task.cancel", "task.add");
    }

    @Test
    void shouldRepeatAnAnswerWithoutABody() {
        // Given
        String agent = api.agent(Slots.script("exit 0"));

        // When
        List<HttpResponse<String>> responses = List.of(
                api.post("/api/agents/" + agent + "/stop", new JsonObject(), key),
                api.post("/api/agents/" + agent + "/stop", new JsonObject(), key));

        // Then
        assertThat(responses).extracting(HttpResponse::statusCode).containsOnly(204);
        assertThat(responses).extracting(HttpResponse::body).containsOnly("");
    }

    /** Over HTTP/2, where a request that has been read can't be paused any more. */
    @Test
    void shouldExecuteARequestWithoutABodyOnce() throws Exception {
        // Given
        String id = api.json(api.post("/api/tasks", task())).getString("id");
        HttpRequest complete = HttpRequest.newBuilder(api.base().resolve("/api/tasks/" + id + "/complete"))
                .header("Authorization", "Bearer " + api.token())
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", key)
                .POST(HttpRequest.BodyPublishers.noBody())
                .build();

        // When
        List<HttpResponse<String>> responses;
        try (var http =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build()) {
            responses = List.of(
                    http.send(complete, HttpResponse.BodyHandlers.ofString()),
                    http.send(complete, HttpResponse.BodyHandlers.ofString()));
        }

        // Then
        assertThat(responses).extracting(HttpResponse::statusCode).containsExactly(200, 200);
        assertThat(responses.getLast().version()).isEqualTo(HttpClient.Version.HTTP_2);
        assertThat(responses.getLast().body()).isEqualTo(responses.getFirst().body());
    }

    @Test
    void shouldCreateOneThingForSimultaneousRequests() {
        // When
        List<CompletableFuture<HttpResponse<String>>> sent = IntStream.range(0, 10)
                .mapToObj(_ -> CompletableFuture.supplyAsync(() -> api.post("/api/plans", plan(), key)))
                .toList();
        List<HttpResponse<String>> responses =
                sent.stream().map(CompletableFuture::join).toList();

        // Then
        HttpResponse<String> later = api.post("/api/plans", plan(), key);
        assertThat(later.statusCode()).isEqualTo(201);
        assertThat(responses).anyMatch(response -> response.statusCode() == 201).allSatisfy(response -> {
            if (response.statusCode() == 201) {
                assertThat(answer(response)).isEqualTo(answer(later));
            } else {
                assertThat(code(response)).isEqualTo("idempotency_key_in_use");
            }
        });
    }

    @Test
    void shouldRefuseAKeyOfAnotherRequest() {
        // Given
        api.json(api.post("/api/tasks", task(), key));

        // When
        List<HttpResponse<String>> responses =
                List.of(api.post("/api/tasks", task().put("priority", 1), key), api.post("/api/plans", task(), key));

        // Then
        assertThat(responses).extracting(HttpResponse::statusCode).containsOnly(422);
        assertThat(responses).extracting(IdempotencyHttpTest::code).containsOnly("idempotency_key_reused");
    }

    @Test
    void shouldKeepTheKeysOfTokensApart() {
        // Given
        Api other = new TestTokens(pool).api(AccessRole.OPERATOR);

        // When
        List<String> ids = List.of(
                api.json(api.post("/api/tasks", task(), key)).getString("id"),
                api.json(other.post("/api/tasks", task(), key)).getString("id"));

        // Then
        assertThat(ids).doesNotHaveDuplicates();
    }

    @Test
    void shouldRepeatAnErrorOfTheRequest() {
        // Given
        api.json(api.post("/api/pools", pool()));
        HttpResponse<String> taken = api.post("/api/pools", pool(), key);
        api.send("DELETE", "/api/pools/" + name, "");

        // When
        HttpResponse<String> again = api.post("/api/pools", pool(), key);

        // Then
        assertThat(taken.statusCode()).isEqualTo(409);
        assertThat(answer(again)).isEqualTo(answer(taken));
        assertThat(again.headers().firstValue("Content-Type")).contains("application/problem+json");
    }

    @Test
    void shouldExecuteARequestAgainAfterAnErrorOfTheService() {
        // Given
        String executable = Slots.script("exit 0");
        String agent = api.agent(executable);
        String limit = api.json(api.post(
                        "/api/limits",
                        new JsonObject().put("executable", executable).put("for", "PT1H")))
                .getString("id");
        JsonObject start = new JsonObject().put("prompt", "go");
        HttpResponse<String> unavailable = api.post("/api/agents/" + agent + "/start", start, key);
        api.send("DELETE", "/api/limits/" + limit, "");

        // When
        HttpResponse<String> again = api.post("/api/agents/" + agent + "/start", start, key);

        // Then
        assertThat(unavailable.statusCode()).as(unavailable.body()).isEqualTo(503);
        assertThat(again.statusCode()).as(again.body()).isEqualTo(201);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\"open"})
    void shouldRefuseInvalidKeys(String invalid) {
        // When
        HttpResponse<String> response = api.post("/api/tasks", task(), invalid);

        // Then
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(code(response)).isEqualTo("invalid_idempotency_key");
    }

    @ParameterizedTest
    @CsvSource({"/api/tokens", "/api/tokens/", "/api/login", "/api/logout"})
    void shouldRefuseAKeyWhereTheAnswerIsASecret(String path) {
        // When
        HttpResponse<String> response =
                api.post(path, new JsonObject().put("name", name).put("role", "viewer"), key);

        // Then
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).contains("never stored");
        assertThat(api.get("/api/tokens?limit=1000").body()).doesNotContain(name);
    }

    /** The service crashed after it had created something, and before it stored the answer. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            /api/tasks    | {"title":"once","prompt":"p","role":"steward"}
            /api/plans    | {"name":"NAME"}
            /api/pools    | {"name":"NAME","size":1,"entries":["steward:NAME"]}
            /api/agents   | {"name":"NAME","role":"worker","enabled":false}
            """)
    void shouldAnswerWithWhatAnInterruptedRequestHasCreated(String path, String body) {
        // Given
        JsonObject request = new JsonObject(body.replace("NAME", name));
        HttpResponse<String> first = api.post(path, request, key);
        loseAnswer();

        // When
        HttpResponse<String> again = api.post(path, request, key);

        // Then
        assertThat(first.statusCode()).as(first.body()).isEqualTo(201);
        assertThat(answer(again)).isEqualTo(answer(first));
        assertThat(answer(api.post(path, request, key))).isEqualTo(answer(first));
    }

    @Test
    void shouldAnswerWithTheSessionThatAnInterruptedRequestHasStarted() {
        // Given
        String agent = api.agent(Slots.script("exit 0"));
        JsonObject start = new JsonObject().put("prompt", "go");
        HttpResponse<String> first = api.post("/api/agents/" + agent + "/start", start, key);
        JsonObject ended = api.awaitEnd(api.json(first).getString("id"));
        loseAnswer();

        // When
        HttpResponse<String> again = api.post("/api/agents/" + agent + "/start", start, key);

        // Then
        assertThat(again.statusCode()).isEqualTo(201);
        assertThat(api.json(again)).isEqualTo(ended);
        assertThat(again.headers().firstValue("Location"))
                .isEqualTo(first.headers().firstValue("Location"));
    }

    @Test
    void shouldWaitForAnotherServiceUntilItsClaimEnds() {
        // Given
        Claimed claim = claimByAnotherService("/api/plans", plan());
        HttpResponse<String> refused = api.post("/api/plans", plan(), key);
        run("UPDATE idempotency_key SET running_until = now() WHERE key = $1", Tuple.of(key));

        // When
        HttpResponse<String> created = api.post("/api/plans", plan(), key);

        // Then
        assertThat(refused.statusCode()).isEqualTo(409);
        assertThat(code(refused)).isEqualTo("idempotency_key_in_use");
        assertThat(refused.headers().firstValueAsLong("Retry-After").orElseThrow())
                .isBetween(1L, IdempotencyRepository.CLAIM.toSeconds());
        assertThat(api.json(created).getString("id"))
                .isEqualTo(claim.ids().first().toString());
        assertThat(result(repository.store(claim.attempt(), answer()))).isFalse();
    }

    @Test
    void shouldNotAnswerWithTheErrorThatAnOverlappingExecutionHasCaused() {
        // Given
        Claimed claim = claimByAnotherService("/api/pools", pool());
        run("UPDATE idempotency_key SET running_until = now() WHERE key = $1", Tuple.of(key));
        SqlConnection other = result(pool.getConnection());
        Transaction transaction = result(other.begin());
        result(other.preparedQuery("INSERT INTO pool VALUES ($1, $2, 1, true, '[]', now())")
                .execute(Tuple.of(claim.ids().first(), name)));
        CompletableFuture<HttpResponse<String>> overlapping =
                CompletableFuture.supplyAsync(() -> api.post("/api/pools", pool(), key));
        await().atMost(PATIENCE)
                .until(() -> result(pool.query("SELECT FROM pg_locks WHERE NOT granted")
                                        .execute())
                                .rowCount()
                        > 0);

        // When
        result(transaction.commit());
        HttpResponse<String> overtaken = overlapping.join();
        result(other.close());
        HttpResponse<String> again = api.post("/api/pools", pool(), key);

        // Then
        assertThat(code(overtaken)).isEqualTo("idempotency_key_in_use");
        assertThat(again.statusCode()).isEqualTo(201);
        assertThat(api.json(again).getString("id"))
                .isEqualTo(claim.ids().first().toString());
    }

    @Test
    void shouldGiveTheAnswerToAnotherService() {
        // Given
        HttpResponse<String> response = api.post("/api/plans", plan(), key);
        var other = new IdempotencyRepository(pool, Duration.ofHours(24));

        // When
        ClaimResult result = result(other.claim(token(), new IdempotencyKey(key), fingerprint("/api/plans", plan())));

        // Then
        assertThat(result).isInstanceOfSatisfying(Answered.class, answered -> {
            assertThat(answered.answer().status()).isEqualTo(201);
            assertThat(answered.answer().body().toString()).isEqualTo(response.body());
        });
    }

    @Test
    void shouldKeepTheClaimOfARequestThatRuns() {
        // Given
        Claimed claim = claimByAnotherService("/api/plans", plan());
        running.add(claim.attempt());
        run("UPDATE idempotency_key SET running_until = now() WHERE key = $1", Tuple.of(key));

        // When
        result(running.renew());

        // Then
        running.remove(claim.attempt());
        assertThat(code(api.post("/api/plans", plan(), key))).isEqualTo("idempotency_key_in_use");
    }

    @Test
    void shouldForgetExpiredKeys() {
        // Given
        api.json(api.post("/api/tasks", task(), key));
        String runningKey = UUID.randomUUID().toString();
        result(repository.claim(token(), new IdempotencyKey(runningKey), fingerprint("/api/plans", plan())));
        run("UPDATE idempotency_key SET expires_at = now() WHERE key IN ($1, $2)", Tuple.of(key, runningKey));

        // When
        HttpResponse<String> another = api.post("/api/tasks", task().put("priority", 1), key);
        run("UPDATE idempotency_key SET expires_at = now() WHERE key = $1", Tuple.of(key));
        result(repository.deleteExpired());

        // Then
        assertThat(another.statusCode()).isEqualTo(201);
        assertThat(stored(key)).isZero();
        assertThat(stored(runningKey)).isEqualTo(1);
    }

    private Claimed claimByAnotherService(String path, JsonObject body) {
        return (Claimed) result(repository.claim(token(), new IdempotencyKey(key), fingerprint(path, body)));
    }

    private UUID token() {
        return api.json(api.get("/api/tokens?limit=1000")).getJsonArray("items").stream()
                .map(JsonObject.class::cast)
                .filter(token -> !token.containsKey("createdBy"))
                .map(token -> UUID.fromString(token.getString("id")))
                .findFirst()
                .orElseThrow();
    }

    private static byte[] fingerprint(String path, JsonObject body) {
        return Fingerprint.of("POST", path, body.encode().getBytes(StandardCharsets.UTF_8));
    }

    private static Answer answer() {
        return new Answer(201, Optional.empty(), Optional.empty(), Buffer.buffer());
    }

    private void loseAnswer() {
        run(LOSE_ANSWER, Tuple.of(key));
    }

    private int stored(String key) {
        return result(pool.preparedQuery("SELECT FROM idempotency_key WHERE key = $1")
                        .execute(Tuple.of(key)))
                .rowCount();
    }

    private void run(String sql, Tuple values) {
        assertThat(result(pool.preparedQuery(sql).execute(values)).rowCount()).isPositive();
    }

    private static <T> T result(Uni<T> work) {
        return work.await().atMost(PATIENCE);
    }

    private static List<String> answer(HttpResponse<String> response) {
        return List.of(
                Integer.toString(response.statusCode()),
                response.headers().firstValue("Location").orElse(""),
                response.body());
    }

    private List<String> actions(String task) {
        return api.json(api.get("/api/activity?thing=" + task)).getJsonArray("items").stream()
                .map(entry -> ((JsonObject) entry).getString("action"))
                .toList();
    }

    private static String code(HttpResponse<String> response) {
        return new JsonObject(response.body()).getString("code");
    }

    private JsonObject task() {
        return new JsonObject().put("title", name).put("prompt", "p").put("role", "steward");
    }

    private JsonObject plan() {
        return new JsonObject().put("name", name);
    }

    private JsonObject pool() {
        return new JsonObject("{\"size\":1,\"entries\":[\"steward:" + name + "\"]}").put("name", name);
    }
}
