package dev.yardmaster.task;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yardmaster.testkit.Api;
import dev.yardmaster.testkit.LocalService;
import dev.yardmaster.testkit.ServiceTestResource;
import dev.yardmaster.testkit.Slots;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@WithTestResource(ServiceTestResource.class)
@Timeout(60)
class TaskBulkHttpTest {
    private static final String UNKNOWN = "0d5b1c1e-7f3a-4c9b-8b59-1c4f7a0f2b11";

    @Inject
    Pool pool;

    private final Api api = LocalService.api();
    private final String key = UUID.randomUUID().toString();
    // Disabled, so its tasks stay open.
    private String agent;

    @BeforeEach
    void connect() {
        agent = api.agent(new JsonObject().put("enabled", false));
    }

    @Test
    void shouldAddTheValidTasks() {
        // Given
        JsonObject body = tasks(
                task(),
                task().put("priority", 9),
                task().put("agent", "nobody"),
                task().put("title", 7),
                task().put("title", "a\u0000"),
                task().put("dependsOn", List.of(UNKNOWN)),
                task().put("dependsOn", List.of(api.task(agent, "first"))));

        // When
        HttpResponse<String> response = api.post("/api/tasks/bulk", body);

        // Then
        JsonObject result = api.json(response);
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(result.getInteger("succeeded")).isEqualTo(2);
        assertThat(result.getInteger("failed")).isEqualTo(5);
        assertThat(statuses(result)).containsExactly(201, 400, 422, 400, 400, 422, 201);
        assertThat(codes(result))
                .containsExactly(
                        "", "invalid_request", "unknown_agent", "invalid_json", "invalid_request", "unknown_task", "");
        assertThat(item(result, 1)
                        .getJsonObject("problem")
                        .getJsonArray("errors")
                        .getJsonObject(0)
                        .getString("field"))
                .isEqualTo("priority");
        assertThat(open()).isEqualTo(3);
        assertThat(api.json(api.get("/api/tasks/" + item(result, 0).getString("id")))
                        .getString("state"))
                .isEqualTo("open");
    }

    @Test
    void shouldAddNoTaskTwiceAfterAnInterruption() {
        // Given
        JsonObject body = tasks(Collections.nCopies(20, task()).toArray(JsonObject[]::new));
        JsonObject first = api.json(api.post("/api/tasks/bulk", body, key));
        run("UPDATE idempotency_key SET status = NULL, running_until = now() WHERE key = $1", key);
        // The service crashed after it had added ten of the tasks.
        IntStream.range(10, 20)
                .forEach(i -> run(
                        "DELETE FROM task WHERE id = $1",
                        UUID.fromString(item(first, i).getString("id"))));

        // When
        JsonObject again = api.json(api.post("/api/tasks/bulk", body, key));

        // Then
        assertThat(again).isEqualTo(first);
        assertThat(open()).isEqualTo(20);
    }

    @Test
    void shouldCancelAndReopenThoseThatAllowIt() {
        // Given
        String open = api.task(agent, "a");
        String done = api.task(agent, "b");
        api.json(api.post("/api/tasks/" + done + "/complete", new JsonObject()));
        JsonObject ids = ids(open, done, UNKNOWN);

        // When
        JsonObject cancelled = api.json(api.post("/api/tasks/bulk/cancel", ids));
        JsonObject reopened = api.json(api.post("/api/tasks/bulk/reopen", ids));

        // Then
        assertThat(statuses(cancelled)).containsExactly(200, 409, 404);
        assertThat(codes(cancelled)).containsExactly("", "conflict", "task_not_found");
        assertThat(item(cancelled, 1).getJsonObject("problem").getString("detail"))
                .startsWith("The task is done. Only a task");
        assertThat(item(cancelled, 0).getString("id")).isEqualTo(open);
        assertThat(statuses(reopened)).containsExactly(200, 200, 404);
        assertThat(open()).isEqualTo(2);
    }

    @Test
    void shouldCancelRunningTasksWithTheirSessions() {
        // Given
        String busy = api.agent(Slots.script("exec sleep 60"));
        String running = api.task(busy, "a");
        api.awaitTask(running, "running");

        // When
        JsonObject result = api.json(api.post("/api/tasks/bulk/cancel", ids(running)));

        // Then
        assertThat(statuses(result)).containsExactly(200);
        assertThat(api.awaitTask(running, "cancelled").getString("reason")).isEqualTo("cancelled by hand");
    }

    @Test
    void shouldChangePriorities() {
        // Given
        String needed = api.task(agent, "a");
        String waiting = api.json(api.post("/api/tasks", task().put("dependsOn", List.of(needed))))
                .getString("id");
        String done = api.task(agent, "c");
        api.json(api.post("/api/tasks/" + done + "/complete", new JsonObject()));

        // When
        JsonObject result = api.json(
                api.post("/api/tasks/bulk/priority", ids(waiting, done, UNKNOWN).put("priority", 1)));

        // Then
        assertThat(statuses(result)).containsExactly(200, 409, 404);
        assertThat(api.json(api.get("/api/tasks/" + waiting)).getInteger("priority"))
                .isEqualTo(1);
        assertThat(api.json(api.get("/api/tasks/" + needed)).getInteger("effectivePriority"))
                .isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            bulk          | {}                     | invalid_request
            bulk          | {"tasks":[]}           | invalid_request
            bulk          | {"tasks":[null]}       | invalid_request
            bulk          | {"tasks":[1]}          | invalid_json
            bulk/cancel   | {"ids":[]}             | invalid_request
            bulk/cancel   | {"ids":["x"]}          | invalid_json
            bulk/reopen   | {"ids":[null]}         | invalid_request
            bulk/priority | {"ids":["0d5b1c1e-7f3a-4c9b-8b59-1c4f7a0f2b11"]} | invalid_request
            bulk/priority | {"ids":["0d5b1c1e-7f3a-4c9b-8b59-1c4f7a0f2b11"],"priority":0} | invalid_request
            """)
    void shouldRejectInvalidRequests(String path, String body, String code) {
        // When
        HttpResponse<String> response = api.post("/api/tasks/" + path, new JsonObject(body));

        // Then
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(new JsonObject(response.body()).getString("code")).isEqualTo(code);
    }

    @Test
    void shouldHandleAThousandTasksButNotMore() {
        // Given
        JsonObject[] thousand = Collections.nCopies(1000, task()).toArray(JsonObject[]::new);

        // When
        JsonObject added = api.json(api.post("/api/tasks/bulk", tasks(thousand)));
        String[] ids = IntStream.range(0, 1000)
                .mapToObj(i -> item(added, i).getString("id"))
                .toArray(String[]::new);
        JsonObject cancelled = api.json(api.post("/api/tasks/bulk/cancel", ids(ids)));
        HttpResponse<String> tooMany = api.post(
                "/api/tasks/bulk/cancel", ids(Collections.nCopies(1001, UNKNOWN).toArray(String[]::new)));

        // Then
        assertThat(added.getInteger("succeeded")).isEqualTo(1000);
        assertThat(cancelled.getInteger("succeeded")).isEqualTo(1000);
        assertThat(tooMany.statusCode()).isEqualTo(400);
    }

    private JsonObject task() {
        return new JsonObject().put("title", "t").put("prompt", "p").put("agent", agent);
    }

    private static JsonObject tasks(JsonObject... tasks) {
        return new JsonObject().put("tasks", new JsonArray(List.of(tasks)));
    }

    private static JsonObject ids(String... ids) {
        return new JsonObject().put("ids", new JsonArray(List.of(ids)));
    }

    private int open() {
        return api.json(api.get("/api/tasks?limit=1000&state=open&agent=" + agent))
                .getJsonArray("items")
                .size();
    }

    private void run(String sql, Object value) {
        int rows = pool.preparedQuery(sql)
                .execute(Tuple.of(value))
                .await()
                .atMost(Duration.ofSeconds(30))
                .rowCount();
        assertThat(rows).isEqualTo(1);
    }

    private static JsonObject item(JsonObject result, int index) {
        JsonObject item = result.getJsonArray("items").getJsonObject(index);
        assertThat(item.getInteger("index")).isEqualTo(index);
        return item;
    }

    private static List<Integer> statuses(JsonObject result) {
        return result.getJsonArray("items").stream()
                .map(item -> ((JsonObject) item).getInteger("status"))
                .toList();
    }

    private static List<String> codes(JsonObject result) {
        return result.getJsonArray("items").stream()
                .map(item -> ((JsonObject) item)
                        .getJsonObject("problem", new JsonObject())
                        .getString("code", ""))
                .toList();
    }
}
