package dev.yardmaster.idempotency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.yardmaster.idempotency.ClaimResult.Answered;
import dev.yardmaster.idempotency.ClaimResult.Claimed;
import dev.yardmaster.testkit.ServiceTestResource;
import dev.yardmaster.testkit.Slots;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Transaction;
import io.vertx.mutiny.sqlclient.Tuple;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Requests with a key whose execution was interrupted, or goes on in another service. */
@QuarkusTest
@WithTestResource(ServiceTestResource.class)
@Timeout(60)
class InterruptedRequestHttpTest extends IdempotencyFixture {
    /** The service crashed after it had created something, and before it stored the answer. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            /api/tasks    | {"title":"once","prompt":"p","role":"steward"}
            /api/plans    | {"name":"NAME"}
            /api/pools    | {"name":"NAME","size":1,"entries":["steward:NAME"]}
            /api/agents   | {"name":"NAME","role":"worker","enabled":false}
            /api/messages | {"to":"people","text":"once"}
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
}
