package dev.yardmaster.task;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yardmaster.testkit.Api;
import dev.yardmaster.testkit.LocalService;
import dev.yardmaster.testkit.ServiceTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTestResource(ServiceTestResource.class)
@Timeout(60)
class TaskHttpTest {
    private final Api api = LocalService.api();
    // Disabled, so its tasks stay open.
    private String agent;

    @BeforeEach
    void connect() {
        agent = api.agent(new JsonObject().put("enabled", false));
    }

    @Test
    void shouldAddATaskWithDefaults() {
        // When
        HttpResponse<String> response = api.post("/api/tasks", task());

        // Then
        JsonObject task = api.json(response);
        assertThat(response.statusCode()).isEqualTo(201);
        assertThat(response.headers().firstValue("Location").orElseThrow())
                .endsWith("/api/tasks/" + task.getString("id"));
        assertThat(task.getInteger("priority")).isEqualTo(3);
        assertThat(task.getString("role")).isEqualTo("worker");
        assertThat(task.getString("state")).isEqualTo("open");
        assertThat(task.getInteger("attempts")).isZero();
        assertThat(api.json(api.get("/api/tasks/" + task.getString("id")))).isEqualTo(task);
    }

    @Test
    void shouldStoreAllFieldsOfARequest() {
        // Given
        String prompt = "naïve – 日本語 🚂\n\n\"quotes\" \\ \u0007" + "x".repeat(500_000);
        JsonObject body = task().put("prompt", prompt)
                .put("priority", 5)
                .put("role", "steward")
                .put("scheduledFor", "2099-01-01T00:00:00Z");

        // When
        JsonObject task = api.json(api.post("/api/tasks", body));

        // Then
        assertThat(task.getString("prompt")).isEqualTo(prompt);
        assertThat(task.getInteger("priority")).isEqualTo(5);
        assertThat(task.getString("role")).isEqualTo("steward");
        assertThat(task.getString("scheduledFor")).isEqualTo("2099-01-01T00:00:00Z");
    }

    @Test
    void shouldListTheNewestTasksFirstInPages() {
        // Given
        List<String> ids = Stream.generate(this::added).limit(5).toList();

        // When
        List<String> found = new ArrayList<>();
        JsonObject page = api.json(api.get("/api/tasks?state=open&limit=2"));
        while (found.size() < 5) {
            page.getJsonArray("items").forEach(item -> found.add(((JsonObject) item).getString("id")));
            page = api.json(api.get("/api/tasks?state=open&limit=2&after=" + page.getString("next")));
        }

        // Then
        assertThat(found.subList(0, 5)).isEqualTo(ids.reversed());
    }

    @Test
    void shouldFilterByState() {
        // Given
        String cancelled = added();
        api.json(move(cancelled, "cancel"));

        // When
        JsonObject page = api.json(api.get("/api/tasks?state=cancelled&limit=1"));

        // Then
        assertThat(page.getJsonArray("items").getJsonObject(0).getString("id")).isEqualTo(cancelled);
        assertThat(page.getJsonArray("items")).hasSize(1);
    }

    @Test
    void shouldCancelAndReopen() {
        // Given
        String task = added();

        // When
        JsonObject cancelled = api.json(move(task, "cancel"));
        HttpResponse<String> again = move(task, "cancel");
        JsonObject reopened = api.json(move(task, "reopen"));
        HttpResponse<String> open = move(task, "reopen");

        // Then
        assertThat(cancelled.getString("state")).isEqualTo("cancelled");
        assertThat(cancelled.getString("reason")).isEqualTo("cancelled by hand");
        assertThat(again.statusCode()).isEqualTo(409);
        assertThat(reopened.getString("state")).isEqualTo("open");
        assertThat(reopened.containsKey("reason")).isFalse();
        assertThat(open.statusCode()).isEqualTo(409);
        assertThat(open.body()).contains("conflict", "The task is open.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/cancel", "/reopen", "/complete"})
    void shouldReportAnUnknownTask(String action) {
        // Given
        String path = "/api/tasks/" + UUID.randomUUID() + action;

        // When
        HttpResponse<String> response = action.isEmpty() ? api.get(path) : api.post(path, new JsonObject());

        // Then
        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(response.body()).contains("task_not_found");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"title":""}                             | invalid_request
            {"title":" "}                            | invalid_request
            {"title":null}                           | invalid_request
            {"prompt":null}                          | invalid_request
            {"prompt":"a\\u0000b"}                   | invalid_request
            {"title":"a\\u0000b"}                    | invalid_request
            {"agent":"a\\u0000b"}                    | invalid_request
            {"priority":0}                           | invalid_request
            {"priority":6}                           | invalid_request
            {"priority":"1"}                         | invalid_json
            {"priority":1.5}                         | invalid_json
            {"role":"boss"}                          | unknown_role
            {"agent":"nobody"}                       | unknown_agent
            {"agent":""}                             | unknown_agent
            {"scheduledFor":"tomorrow"}              | invalid_json
            {"scheduledFor":"+999999999-12-31T23:59:59Z"} | invalid_request
            {"scheduledFor":"-100000-01-01T00:00:00Z"}    | invalid_request
            {"state":"done"}                         | invalid_json
            {"requires":"gpu"}                       | invalid_json
            {"requires":[7]}                         | invalid_json
            {"requires":[null]}                      | invalid_request
            {"requires":[""]}                        | invalid_request
            {"requires":["a b"]}                     | invalid_request
            {"requires":["a\\u0000b"]}               | invalid_request
            {"dependsOn":["x"]}                      | invalid_json
            {"dependsOn":[null]}                     | invalid_request
            {"dependsOn":"x"}                        | invalid_json
            {"dependsOn":["0d5b1c1e-7f3a-4c9b-8b59-1c4f7a0f2b11"]} | unknown_task
            {"plan":"nothing"}                       | unknown_plan
            {"provider":"nothing"}                   | unknown_provider
            {"executable":"nothing"}                 | unknown_executable
            {"provider":"codex","executable":"slot-0"} | unknown_executable
            {"model":""}                             | invalid_request
            {"timeout":"PT0.9S"}                     | invalid_request
            {"timeout":"P31D"}                       | invalid_request
            {"timeout":60}                           | invalid_json
            {"maxFailures":0}                        | invalid_request
            {"maxFailures":101}                      | invalid_request
            {"acceptance":""}                        | invalid_request
            {"plan":""}                              | unknown_plan
            {"plan":"a\\u0000b"}                     | invalid_request
            {"blockedBy":[]}                         | invalid_json
            """)
    void shouldRejectInvalidTasks(String changes, String code) {
        // Given
        JsonObject body = task();
        new JsonObject(changes).forEach(field -> body.put(field.getKey(), field.getValue()));

        // When
        HttpResponse<String> response = api.post("/api/tasks", body);

        // Then
        assertThat(response.statusCode()).as(response.body()).isBetween(400, 422);
        assertThat(new JsonObject(response.body()).getString("code")).isEqualTo(code);
    }

    @Test
    void shouldNormalizeRequiredTags() {
        // When
        JsonObject task = api.json(api.post(
                "/api/tasks", task().put("requires", new JsonArray("[\"os:Linux\",\"GPU\",\"a/b\",\"gpu\"]"))));

        // Then
        assertThat(task.getJsonArray("requires")).containsExactly("a/b", "gpu", "os:linux");
    }

    @Test
    void shouldRejectTooManyTagsAndDependencies() {
        // Given
        JsonArray tags =
                new JsonArray(IntStream.range(0, 51).mapToObj(i -> "tag-" + i).toList());
        JsonArray tasks = new JsonArray(
                Stream.generate(() -> UUID.randomUUID().toString()).limit(101).toList());

        // When
        List<HttpResponse<String>> responses = List.of(
                api.post("/api/tasks", task().put("requires", tags)),
                api.post("/api/tasks", task().put("requires", new JsonArray().add("t".repeat(65)))),
                api.post("/api/tasks", task().put("dependsOn", tasks)));

        // Then
        assertThat(responses).extracting(HttpResponse::statusCode).containsOnly(400);
    }

    @Test
    void shouldCompleteByHand() {
        // Given
        String task = added();
        String silent = added();

        // When
        JsonObject done =
                api.json(api.post("/api/tasks/" + task + "/complete", new JsonObject().put("result", "by hand")));
        JsonObject withoutBody = api.json(api.send("POST", "/api/tasks/" + silent + "/complete", ""));
        HttpResponse<String> again = move(task, "complete");

        // Then
        assertThat(done.getString("state")).isEqualTo("done");
        assertThat(done.getString("result")).isEqualTo("by hand");
        assertThat(withoutBody.getString("state")).isEqualTo("done");
        assertThat(withoutBody.containsKey("result")).isFalse();
        assertThat(again.statusCode()).isEqualTo(409);
        assertThat(again.body()).contains("conflict", "The task is done.");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"result":7}    | invalid_json
            {"outcome":"x"} | invalid_json
            []              | invalid_json
            """)
    void shouldRejectInvalidResults(String body, String code) {
        // When
        HttpResponse<String> response = api.send("POST", "/api/tasks/" + added() + "/complete", body);

        // Then
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).contains(code);
    }

    @Test
    void shouldFilterByAgent() {
        // Given
        String mine = added();
        String other = api.agent(new JsonObject().put("enabled", false));
        api.task(other, "not mine");

        // When
        List<JsonObject> pages = List.of(
                api.json(api.get("/api/tasks?agent=" + agent)),
                api.json(api.get("/api/tasks?state=open&agent="
                        + api.json(api.get("/api/agents/" + agent)).getString("id"))),
                api.json(api.get("/api/tasks?state=done&agent=" + agent)),
                api.json(api.get("/api/tasks?state=done&state=open&agent=" + agent)));

        // Then
        assertThat(pages)
                .extracting(page -> page.getJsonArray("items").stream()
                        .map(item -> ((JsonObject) item).getString("id"))
                        .toList())
                .containsExactly(List.of(mine), List.of(mine), List.of(), List.of(mine));
    }

    @ParameterizedTest
    @CsvSource({
        "/api/tasks?agent=nobody, agent_not_found",
        "/api/tasks?state=open&project=none, project_not_found",
        "/api/tasks?plan=none, plan_not_found",
        "/api/tasks/00000000-0000-7000-8000-000000000000, task_not_found",
        "/api/tasks/nope, not_found",
    })
    void shouldRespondNotFoundForWhatTheUrlNamesAndDoesNotExist(String target, String code) {
        // When
        HttpResponse<String> response = api.get(target);

        // Then
        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(new JsonObject(response.body()).getString("code")).isEqualTo(code);
    }

    @Test
    void shouldRejectTooLongTitlesAndPrompts() {
        // When
        List<HttpResponse<String>> responses = List.of(
                api.post("/api/tasks", task().put("title", "t".repeat(201))),
                api.post("/api/tasks", task().put("prompt", "p".repeat(1_000_001))));

        // Then
        assertThat(responses).extracting(HttpResponse::statusCode).containsExactly(400, 400);
    }

    private JsonObject task() {
        return new JsonObject().put("title", "a task").put("prompt", "do it").put("agent", agent);
    }

    private String added() {
        return api.json(api.post("/api/tasks", task())).getString("id");
    }

    private HttpResponse<String> move(String task, String action) {
        return api.post("/api/tasks/" + task + "/" + action, new JsonObject());
    }
}
