package dev.yardmaster.idempotency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.yardmaster.access.AccessRole;
import dev.yardmaster.testkit.Api;
import dev.yardmaster.testkit.ServiceTestResource;
import dev.yardmaster.testkit.Slots;
import dev.yardmaster.testkit.TestTokens;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTestResource(ServiceTestResource.class)
@Timeout(60)
class IdempotencyHttpTest extends IdempotencyFixture {
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
}
