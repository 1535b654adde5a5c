package dev.yardmaster.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.yardmaster.testkit.Api;
import dev.yardmaster.testkit.LocalService;
import dev.yardmaster.testkit.ServiceTestResource;
import dev.yardmaster.testkit.Slots;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** All processes of PostgreSQL are suspended: connections stay open, but nothing answers. */
@QuarkusTest
@WithTestResource(ServiceTestResource.class)
@Timeout(60)
class HangingDatabaseTest {
    @Inject
    Pool pool;

    private final Api api = LocalService.api();

    @Test
    void shouldAnswerEachRequestAndRecover() throws Exception {
        // Given
        String agent = api.agent(Slots.script("read -r _; cat >/dev/null"));
        ServerSignals server = ServerSignals.of(dataDirectory());

        // When
        List<HttpResponse<String>> answers = new ArrayList<>();
        HttpResponse<String> readiness;
        HttpResponse<String> liveness;
        server.suspend();
        try {
            answers.addAll(together(
                    () -> api.get("/api/tasks"),
                    () -> api.get("/api/agents/" + agent),
                    () -> api.get("/api/dispatcher"),
                    () -> api.post(
                            "/api/agents",
                            new JsonObject().put("name", "late-" + agent).put("role", "worker")),
                    () -> api.post("/api/agents/" + agent + "/start", new JsonObject().put("prompt", "stay"))));
            readiness = api.get("/q/health/ready");
            liveness = api.get("/q/health/live");
        } finally {
            server.resume();
        }

        // Then
        assertThat(answers).allSatisfy(answer -> {
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(503);
            assertThat(answer.body()).contains("database_unavailable", "has not answered for", "may still take effect");
        });
        assertThat(readiness.statusCode()).isEqualTo(503);
        assertThat(readiness.body()).contains("The database has not answered for");
        assertThat(liveness.statusCode()).isEqualTo(200);
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            assertThat(api.get("/api/tasks").statusCode()).isEqualTo(200);
            assertThat(api.get("/q/health/ready").statusCode()).isEqualTo(200);
        });
        // The start was stored when the database answered again, so its session runs.
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(
                        () -> assertThat(api.get("/api/sessions?agent=" + agent).body())
                                .contains("\"state\":\"running\""));
        api.json(api.post("/api/agents/" + agent + "/stop", new JsonObject()));
    }

    private static List<HttpResponse<String>> together(List<Supplier<HttpResponse<String>>> requests) {
        try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            return requests.stream().map(request -> CompletableFuture.supplyAsync(request, clients)).toList().stream()
                    .map(CompletableFuture::join)
                    .toList();
        }
    }

    @SafeVarargs
    private static List<HttpResponse<String>> together(Supplier<HttpResponse<String>>... requests) {
        return together(List.of(requests));
    }

    private Path dataDirectory() {
        return Path.of(pool.query("SHOW data_directory")
                .execute()
                .map(rows -> rows.iterator().next().getString(0))
                .await()
                .atMost(Duration.ofSeconds(30)));
    }
}
