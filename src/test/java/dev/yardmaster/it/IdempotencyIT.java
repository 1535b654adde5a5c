package dev.yardmaster.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.yardmaster.database.EmbeddedPostgres;
import dev.yardmaster.testkit.Api;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two services share a database, and one is killed while both receive the same request. */
class IdempotencyIT {
    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final String KEY = "once";

    @TempDir
    Path directory;

    private EmbeddedPostgres postgres;

    @BeforeEach
    void startDatabase() {
        postgres = EmbeddedPostgres.start(directory.resolve("postgres"), EmbeddedPostgres.defaultCache());
    }

    @AfterEach
    void closeDatabase() {
        postgres.close();
    }

    @Test
    void shouldAddTheTasksOnceAlthoughAServiceIsKilled() throws Exception {
        // Given
        try (var first = start("first")) {
            Api killed = first.api();
            try (var second = start("second")) {
                Api other = new Api(second.api().base(), killed.token());
                JsonObject tasks = tasks(200);
                List<CompletableFuture<Optional<HttpResponse<String>>>> sent = IntStream.range(0, 10)
                        .mapToObj(i -> CompletableFuture.supplyAsync(() -> post(i < 5 ? killed : other, tasks)))
                        .toList();
                await().atMost(TIMEOUT).until(() -> added(other) > 0);

                // When
                first.kill();
                sent.forEach(CompletableFuture::join);

                // Then
                HttpResponse<String> answer = await().atMost(TIMEOUT)
                        .until(
                                () -> other.post("/api/tasks/bulk", tasks, KEY),
                                response -> response.statusCode() != 409);
                assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
                assertThat(new JsonObject(answer.body()).getInteger("succeeded"))
                        .isEqualTo(200);
                assertThat(added(other)).isEqualTo(200);
                assertThat(sent.stream().flatMap(response -> response.join().stream()))
                        .allMatch(response ->
                                response.statusCode() == 409 || response.body().equals(answer.body()));
            }
        }
    }

    private PackagedService start(String home) throws IOException {
        Files.createDirectories(directory.resolve("config"));
        String url = "postgresql://" + postgres.username() + ":" + postgres.password() + "@" + postgres.host() + ":"
                + postgres.port() + "/" + postgres.database();
        return PackagedService.start(directory, directory.resolve(home), Map.of("YARDMASTER_DATABASE_URL", url));
    }

    /** Empty if the service was killed. */
    private static Optional<HttpResponse<String>> post(Api api, JsonObject tasks) {
        try {
            return Optional.of(api.post("/api/tasks/bulk", tasks, KEY));
        } catch (IllegalStateException _) {
            return Optional.empty();
        }
    }

    private static JsonObject tasks(int count) {
        JsonObject task = new JsonObject().put("title", "t").put("prompt", "p").put("role", "steward");
        return new JsonObject()
                .put("tasks", Stream.generate(() -> task).limit(count).toList());
    }

    private static int added(Api api) {
        return api.json(api.get("/api/tasks?limit=1000")).getJsonArray("items").size();
    }
}
