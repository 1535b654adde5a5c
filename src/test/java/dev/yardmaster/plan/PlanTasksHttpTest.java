package dev.yardmaster.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yardmaster.testkit.Api;
import dev.yardmaster.testkit.LocalService;
import dev.yardmaster.testkit.ServiceTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Plans that are added with their tasks. */
@QuarkusTest
@WithTestResource(ServiceTestResource.class)
@Timeout(60)
class PlanTasksHttpTest {
    @Inject
    Pool pool;

    private final Api api = LocalService.api();
    private final String name = "plan-" + UUID.randomUUID();
    // Disabled, so its tasks stay open.
    private String agent;

    @BeforeEach
    void connect() {
        agent = api.agent(new JsonObject().put("enabled", false));
    }

    @Test
    void shouldAddAPlanWithItsTasks() {
        // Given
        String existing = api.task(agent, "first");
        JsonObject body = plan(
                task("write").put("priority", 1).put("dependsOn", List.of("design", existing)),
                task("design").put("requires", List.of("GPU")).put("timeout", "PT1H"),
                task("check").put("dependsOn", List.of("write")));

        // When
        HttpResponse<String> response = api.post("/api/plans", body);

        // Then
        assertThat(response.statusCode()).as(response.body()).isEqualTo(201);
        JsonObject created = api.json(response);
        JsonObject ids = created.getJsonObject("taskIds");
        assertThat(ids.fieldNames()).containsExactly("write", "design", "check");
        assertThat(created.getJsonObject("tasks").getInteger("open")).isEqualTo(3);
        JsonObject plan = api.json(api.get("/api/plans/" + name));
        created.remove("taskIds");
        assertThat(plan).isEqualTo(created);
        JsonObject write = get(ids.getString("write"));
        assertThat(write.getJsonArray("dependsOn")).containsExactlyInAnyOrder(ids.getString("design"), existing);
        assertThat(write.getJsonArray("blockedBy")).hasSize(2);
        assertThat(write.getString("plan")).isEqualTo(created.getString("id"));
        JsonObject design = get(ids.getString("design"));
        assertThat(design.getJsonArray("requires")).containsExactly("gpu");
        assertThat(design.getString("timeout")).isEqualTo("PT1H");
        assertThat(get(ids.getString("check")).getJsonArray("dependsOn")).containsExactly(ids.getString("write"));
    }

    @Test
    void shouldAddAThousandTasks() {
        // Given
        JsonObject[] tasks = IntStream.range(0, 1000)
                .mapToObj(i -> task("t" + i).put("dependsOn", i == 0 ? List.of() : List.of("t" + (i - 1))))
                .toArray(JsonObject[]::new);

        // When
        JsonObject created = api.json(api.post("/api/plans", plan(tasks)));
        HttpResponse<String> tooMany = api.post(
                "/api/plans",
                plan(IntStream.range(0, 1001).mapToObj(i -> task("t" + i)).toArray(JsonObject[]::new)));

        // Then
        assertThat(created.getJsonObject("taskIds").fieldNames()).hasSize(1000);
        assertThat(created.getJsonObject("tasks").getInteger("open")).isEqualTo(1000);
        assertThat(tooMany.statusCode()).isEqualTo(400);
        assertThat(tooMany.body()).contains("'tasks' must have at most 1,000 tasks");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"name":"b","dependsOn":["c"]}     | 422 | unknown_task     | tasks[1].dependsOn[0]
            {"name":"b","dependsOn":["0d5b1c1e-7f3a-4c9b-8b59-1c4f7a0f2b11"]} | 422 | unknown_task | tasks[1].dependsOn[0]
            {"name":"b","dependsOn":["b"]}     | 422 | dependency_cycle |
            {"name":"b","dependsOn":"a"}       | 400 | invalid_json     | tasks[1].dependsOn
            {"name":"b","dependsOn":[null]}    | 400 | invalid_request  | tasks[1].dependsOn[0]
            {"name":"a"}                       | 400 | invalid_request  | tasks[1].name
            {"name":"a b"}                     | 400 | invalid_request  | tasks[1].name
            {"name":null}                      | 400 | invalid_request  | tasks[1].name
            {"name":"0d5b1c1e-7f3a-4c9b-8b59-1c4f7a0f2b11"} | 400 | invalid_request | tasks[1].name
            {"name":"b","title":""}            | 400 | invalid_request  | tasks[1].title
            {"name":"b","priority":9}          | 400 | invalid_request  | tasks[1].priority
            {"name":"b","priority":"1"}        | 400 | invalid_json     | tasks[1].priority
            {"name":"b","prio":1}              | 400 | invalid_json     | tasks[1].prio
            {"name":"b","plan":"x"}            | 400 | invalid_request  | tasks[1].plan
            {"name":"b","agent":"nobody"}      | 422 | unknown_agent    | tasks[1].agent
            {"name":"b","project":"none"}      | 422 | unknown_project  | tasks[1].project
            {"name":"b","role":"boss"}         | 422 | unknown_role     | tasks[1].role
            {"name":"b","provider":"none"}     | 422 | unknown_provider |
            {"name":"b","title":"x\\u0000"}    | 400 | invalid_request  |
            """)
    void shouldAddNothingIfATaskIsInvalid(String changes, int status, String code, String field) {
        // Given
        JsonObject invalid = task("b").mergeIn(new JsonObject(changes));

        // When
        HttpResponse<String> response = api.post("/api/plans", plan(task("a"), invalid));

        // Then
        JsonObject problem = new JsonObject(response.body());
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        assertThat(problem.getString("code")).isEqualTo(code);
        if (field != null) {
            assertThat(problem.getJsonArray("errors").getJsonObject(0).getString("field"))
                    .isEqualTo(field);
        }
        assertThat(api.get("/api/plans/" + name).statusCode()).isEqualTo(404);
        assertThat(api.json(api.get("/api/tasks?agent=" + agent)).getJsonArray("items"))
                .isEmpty();
    }

    @Test
    void shouldNameACycle() {
        // When
        HttpResponse<String> response = api.post(
                "/api/plans",
                plan(task("a").put("dependsOn", List.of("b")), task("b").put("dependsOn", List.of("a"))));

        // Then
        assertThat(new JsonObject(response.body()).getString("detail")).contains("a -> b -> a");
    }

    @Test
    void shouldNameAllTasksWithAMistake() {
        // When
        HttpResponse<String> response = api.post(
                "/api/plans",
                plan(task("a").put("priority", 0), task("b"), task("c").put("title", "")));

        // Then
        assertThat(response.body()).contains("tasks[0].priority", "tasks[2].title");
    }

    @Test
    void shouldAnswerWithAllIdsWhenAnInterruptedRequestHasAddedThePlan() {
        // Given
        JsonObject body = plan(task("a"), task("b").put("dependsOn", List.of("a")));
        HttpResponse<String> first = api.post("/api/plans", body, name);
        pool.preparedQuery("UPDATE idempotency_key SET status = NULL, running_until = now() WHERE key = $1")
                .execute(Tuple.of(name))
                .await()
                .atMost(Duration.ofSeconds(30));

        // When
        HttpResponse<String> again = api.post("/api/plans", body, name);

        // Then
        assertThat(again.statusCode()).isEqualTo(201);
        assertThat(api.json(again)).isEqualTo(api.json(first));
        assertThat(api.json(api.get("/api/tasks?agent=" + agent)).getJsonArray("items"))
                .hasSize(2);
    }

    private JsonObject plan(JsonObject... tasks) {
        return new JsonObject().put("name", name).put("tasks", new JsonArray(List.of(tasks)));
    }

    private JsonObject task(String task) {
        return new JsonObject()
                .put("name", task)
                .put("title", "Task " + task)
                .put("prompt", "p")
                .put("agent", agent);
    }

    private JsonObject get(String task) {
        return api.json(api.get("/api/tasks/" + task));
    }
}
