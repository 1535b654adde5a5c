package dev.yardmaster.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yardmaster.testkit.Api;
import dev.yardmaster.testkit.LocalService;
import dev.yardmaster.testkit.ServiceTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTestResource(ServiceTestResource.class)
@Timeout(60)
class PlanHttpTest {
    private final Api api = LocalService.api();
    private String name;
    // Disabled, so its tasks stay open.
    private String agent;

    @BeforeEach
    void connect() {
        name = "plan-" + UUID.randomUUID().toString().substring(0, 8);
        agent = api.agent(new JsonObject().put("enabled", false));
    }

    @Test
    void shouldAddADraft() {
        // When
        HttpResponse<String> response = api.post("/api/plans", plan());

        // Then
        JsonObject plan = api.json(response);
        assertThat(response.statusCode()).isEqualTo(201);
        assertThat(response.headers().firstValue("Location").orElseThrow())
                .endsWith("/api/plans/" + plan.getString("id"));
        assertThat(plan.getString("state")).isEqualTo("draft");
        assertThat(plan.getJsonObject("tasks").getMap())
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "open", 0, "running", 0, "waiting", 0, "review", 0, "done", 0, "failed", 0, "cancelled", 0));
        assertThat(api.json(api.get("/api/plans/" + name))).isEqualTo(plan);
        assertThat(api.json(api.get("/api/plans/" + plan.getString("id")))).isEqualTo(plan);
    }

    @Test
    void shouldAddAnActivePlan() {
        // When
        JsonObject plan = api.json(api.post("/api/plans", plan().put("state", "active")));

        // Then
        assertThat(plan.getString("state")).isEqualTo("active");
    }

    @Test
    void shouldPageByName() {
        // Given
        List<String> names = IntStream.range(0, 3).mapToObj(i -> name + "-" + i).toList();
        names.forEach(each -> api.json(api.post("/api/plans", plan().put("name", each))));

        // When
        List<String> found = new ArrayList<>();
        JsonObject page = api.json(api.get("/api/plans?limit=2&after=" + name));
        while (found.size() < 3) {
            page.getJsonArray("items").forEach(item -> found.add(((JsonObject) item).getString("name")));
            page = api.json(api.get("/api/plans?limit=2&after=" + found.getLast()));
        }

        // Then
        assertThat(found.subList(0, 3)).isEqualTo(names);
    }

    @Test
    void shouldPassOnThePrioritiesOfADraftOnlyOnceItIsActive() {
        // Given
        api.json(api.post("/api/plans", plan()));
        String needed = added(new JsonObject().put("priority", 5));
        added(new JsonObject().put("priority", 1).put("plan", name).put("dependsOn", List.of(needed)));

        // When
        int before = api.json(api.get("/api/tasks/" + needed)).getInteger("effectivePriority");
        JsonObject plan = api.json(move("activate"));
        int after = api.json(api.get("/api/tasks/" + needed)).getInteger("effectivePriority");

        // Then
        assertThat(plan.getString("state")).isEqualTo("active");
        assertThat(List.of(before, after)).containsExactly(5, 1);
    }

    @Test
    void shouldCancelItsOpenTasks() {
        // Given
        api.json(api.post("/api/plans", plan()));
        String open = added(new JsonObject().put("plan", name));
        String done = added(new JsonObject().put("plan", name));
        api.json(api.post("/api/tasks/" + done + "/complete", new JsonObject()));
        String other = added(new JsonObject());

        // When
        JsonObject plan = api.json(move("cancel"));

        // Then
        assertThat(plan.getString("state")).isEqualTo("cancelled");
        assertThat(plan.getJsonObject("tasks").getMap())
                .containsEntry("open", 0)
                .containsEntry("done", 1)
                .containsEntry("cancelled", 1);
        assertThat(api.json(api.get("/api/tasks/" + open)).getString("reason")).contains("plan");
        assertThat(api.json(api.get("/api/tasks/" + other)).getString("state")).isEqualTo("open");
    }

    @Test
    void shouldListTheTasksOfAPlan() {
        // Given
        String plan = api.json(api.post("/api/plans", plan())).getString("id");
        String task = added(new JsonObject().put("plan", name));
        added(new JsonObject());

        // When
        List<JsonObject> pages =
                List.of(api.json(api.get("/api/tasks?plan=" + name)), api.json(api.get("/api/tasks?plan=" + plan)));

        // Then
        assertThat(pages).allSatisfy(page -> {
            assertThat(page.getJsonArray("items")).hasSize(1);
            assertThat(page.getJsonArray("items").getJsonObject(0).getString("id"))
                    .isEqualTo(task);
        });
    }

    @Test
    void shouldAcceptNoTasksOnceItIsCancelled() {
        // Given
        api.json(api.post("/api/plans", plan()));
        String task = added(new JsonObject());
        api.json(move("cancel"));

        // When
        List<HttpResponse<String>> responses = List.of(
                api.post("/api/tasks", task().put("plan", name)),
                api.send("PATCH", "/api/tasks/" + task, "{\"plan\": \"" + name + "\"}"));

        // Then
        assertThat(responses).allSatisfy(response -> {
            assertThat(response.statusCode()).isEqualTo(409);
            assertThat(response.body()).contains("conflict", "cancelled");
        });
    }

    @Test
    void shouldAllowChangesOfATaskThatWasReopenedInACancelledPlan() {
        // Given
        api.json(api.post("/api/plans", plan()));
        String task = added(new JsonObject().put("plan", name));
        api.json(move("cancel"));
        api.json(api.post("/api/tasks/" + task + "/reopen", new JsonObject()));

        // When
        HttpResponse<String> response = api.send("PATCH", "/api/tasks/" + task, "{\"priority\": 2}");

        // Then
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    }

    @Test
    void shouldActivateOnlyADraftAndCancelOnlyOnce() {
        // Given
        api.json(api.post("/api/plans", plan()));
        api.json(move("activate"));

        // When
        HttpResponse<String> activated = move("activate");
        api.json(move("cancel"));
        List<HttpResponse<String>> after = List.of(move("activate"), move("cancel"));

        // Then
        assertThat(activated.statusCode()).isEqualTo(409);
        assertThat(activated.body()).contains("conflict", "is active");
        assertThat(after).allSatisfy(response -> {
            assertThat(response.statusCode()).isEqualTo(409);
            assertThat(response.body()).contains("conflict", "is cancelled");
        });
    }

    @Test
    void shouldRejectANameThatIsTaken() {
        // Given
        api.json(api.post("/api/plans", plan()));

        // When
        HttpResponse<String> response = api.post("/api/plans", plan());

        // Then
        assertThat(response.statusCode()).isEqualTo(409);
        assertThat(response.body()).contains("name_taken", name);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"name":null}              | invalid_request
            {"name":"a/b"}             | invalid_request
            {"name":""}                | invalid_request
            {"name":"a\\u0000b"}       | invalid_request
            {"name":"0d5b1c1e-7f3a-4c9b-8b59-1c4f7a0f2b11"} | invalid_request
            {"name":"0D5B1C1E-7F3A-4C9B-8B59-1C4F7A0F2B11"} | invalid_request
            {"name":7}                 | invalid_json
            {"state":"cancelled"}      | invalid_request
            {"state":"done"}           | invalid_request
            {"state":[]}               | invalid_json
            {"colour":"blue"}          | invalid_json
            """)
    void shouldRejectInvalidPlans(String changes, String code) {
        // Given
        JsonObject body = plan();
        new JsonObject(changes).forEach(field -> body.put(field.getKey(), field.getValue()));

        // When
        HttpResponse<String> response = api.post("/api/plans", body);

        // Then
        assertThat(response.statusCode()).as(response.body()).isEqualTo(400);
        assertThat(new JsonObject(response.body()).getString("code"))
                .as(response.body())
                .isEqualTo(code);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/activate", "/cancel"})
    void shouldReportAnUnknownPlan(String action) {
        // When
        HttpResponse<String> response = api.send(action.isEmpty() ? "GET" : "POST", "/api/plans/" + name + action, "");

        // Then
        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(response.body()).contains("plan_not_found");
    }

    private JsonObject plan() {
        return new JsonObject().put("name", name);
    }

    private JsonObject task() {
        return new JsonObject().put("title", "a task").put("prompt", "do it").put("agent", agent);
    }

    private String added(JsonObject fields) {
        return api.json(api.post("/api/tasks", task().mergeIn(fields))).getString("id");
    }

    private HttpResponse<String> move(String action) {
        return api.send("POST", "/api/plans/" + name + "/" + action, "");
    }
}
