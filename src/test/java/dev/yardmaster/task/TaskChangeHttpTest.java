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
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Changes of open tasks, and dependencies between tasks. */
@QuarkusTest
@WithTestResource(ServiceTestResource.class)
@Timeout(60)
class TaskChangeHttpTest {
    private final Api api = LocalService.api();
    // Disabled, so its tasks stay open.
    private String agent;

    @BeforeEach
    void connect() {
        agent = api.agent(new JsonObject().put("enabled", false));
    }

    @Test
    void shouldChangeTheFieldsOfAPatchAndResetThoseThatAreNull() {
        // Given
        String needed = added(3);
        String plan = "plan-" + needed;
        api.json(api.post("/api/plans", new JsonObject().put("name", plan)));
        String task = added(3);
        String patch = """
                {"title": "another", "prompt": "do that – 日本語", "priority": 1, "role": "steward", "requires": ["GPU"],
                 "dependsOn": ["%s"], "scheduledFor": "2099-01-01T00:00:00Z", "plan": "%s"}""".formatted(needed, plan);

        // When
        JsonObject changed = api.json(patch(task, patch));
        JsonObject cleared = api.json(
                patch(
                        task,
                        "{\"priority\": null, \"role\": null, \"requires\": null, \"dependsOn\": null, \"scheduledFor\": null, \"plan\": null}"));

        // Then
        assertThat(changed.getString("title")).isEqualTo("another");
        assertThat(changed.getString("prompt")).isEqualTo("do that – 日本語");
        assertThat(changed.getInteger("priority")).isOne();
        assertThat(changed.getString("role")).isEqualTo("steward");
        assertThat(changed.getJsonArray("requires")).containsExactly("gpu");
        assertThat(changed.getJsonArray("dependsOn")).containsExactly(needed);
        assertThat(changed.getJsonArray("blockedBy")).containsExactly(needed);
        assertThat(changed.getString("scheduledFor")).isEqualTo("2099-01-01T00:00:00Z");
        assertThat(changed.getString("plan"))
                .isEqualTo(api.json(api.get("/api/plans/" + plan)).getString("id"));
        assertThat(cleared.getString("title")).isEqualTo("another");
        assertThat(cleared.getInteger("priority")).isEqualTo(3);
        assertThat(cleared.getString("role")).isEqualTo("worker");
        assertThat(cleared.getJsonArray("requires")).isEmpty();
        assertThat(cleared.getJsonArray("dependsOn")).isEmpty();
        assertThat(cleared.fieldNames()).doesNotContain("scheduledFor", "plan");
        assertThat(api.json(api.get("/api/tasks/" + task))).isEqualTo(cleared);
    }

    @Test
    void shouldReserveATaskForAnotherAgent() {
        // Given
        String task = added(3);
        String other = api.agent(new JsonObject().put("enabled", false));

        // When
        JsonObject changed = api.json(patch(task, "{\"agent\": \"" + other + "\"}"));

        // Then
        assertThat(changed.getString("agent"))
                .isEqualTo(api.json(api.get("/api/agents/" + other)).getString("id"));
        assertThat(api.send("DELETE", "/api/agents/" + agent, "").statusCode()).isEqualTo(204);
    }

    @ParameterizedTest
    @CsvSource({"cancel, cancelled", "complete, done"})
    void shouldNotChangeATaskThatIsNotOpen(String move, String state) {
        // Given
        String task = added(3);
        api.json(move(task, move));

        // When
        HttpResponse<String> response = patch(task, "{\"priority\": 1}");

        // Then
        assertThat(response.statusCode()).isEqualTo(409);
        assertThat(response.body()).contains("conflict", "The task is " + state + ".");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"title":null}              | invalid_request
            {"title":""}                | invalid_request
            {"prompt":null}             | invalid_request
            {"priority":6}              | invalid_request
            {"priority":"1"}            | invalid_json
            {"role":"boss"}             | unknown_role
            {"agent":"nobody"}          | unknown_agent
            {"project":"none"}          | unknown_project
            {"plan":"none"}             | unknown_plan
            {"requires":["a b"]}        | invalid_request
            {"requires":{}}             | invalid_json
            {"dependsOn":["x"]}         | invalid_json
            {"dependsOn":["0d5b1c1e-7f3a-4c9b-8b59-1c4f7a0f2b11"]} | unknown_task
            {"scheduledFor":"tomorrow"} | invalid_json
            {"scheduledFor":"+999999999-12-31T23:59:59Z"} | invalid_request
            {"state":"done"}            | invalid_json
            {"title":"a\\u0000b"}       | invalid_request
            []                          | invalid_json
            null                        | invalid_json
            """)
    void shouldRejectInvalidPatchesAndChangeNothing(String patch, String code) {
        // Given
        String task = added(3);
        JsonObject before = api.json(api.get("/api/tasks/" + task));

        // When
        HttpResponse<String> response = patch(task, patch);

        // Then
        assertThat(response.statusCode()).as(response.body()).isBetween(400, 422);
        assertThat(new JsonObject(response.body()).getString("code"))
                .as(response.body())
                .isEqualTo(code);
        assertThat(api.json(api.get("/api/tasks/" + task))).isEqualTo(before);
    }

    @Test
    void shouldBeBlockedUntilAllDependenciesAreDone() {
        // Given
        String first = added(3);
        String second = added(3);
        String waiting = added(3, first, second);

        // When
        api.json(move(first, "complete"));
        JsonObject half = api.json(api.get("/api/tasks/" + waiting));
        api.json(move(second, "cancel"));
        JsonObject cancelled = api.json(api.get("/api/tasks/" + waiting));
        api.json(move(second, "reopen"));
        api.json(move(second, "complete"));
        JsonObject free = api.json(api.get("/api/tasks/" + waiting));

        // Then
        assertThat(half.getJsonArray("dependsOn")).containsExactlyInAnyOrder(first, second);
        assertThat(half.getJsonArray("blockedBy")).containsExactly(second);
        assertThat(cancelled.getJsonArray("blockedBy")).containsExactly(second);
        assertThat(free.getJsonArray("blockedBy")).isEmpty();
        assertThat(free.getJsonArray("dependsOn")).hasSize(2);
    }

    @Test
    void shouldDeduplicateDependencies() {
        // Given
        String needed = added(3);

        // When
        JsonObject task = api.json(api.post("/api/tasks", task(3, needed, needed)));

        // Then
        assertThat(task.getJsonArray("dependsOn")).containsExactly(needed);
    }

    @Test
    void shouldRejectCyclesOfDependencies() {
        // Given
        String first = added(3);
        String second = added(3, first);
        String third = added(3, second);

        // When
        HttpResponse<String> cycle = patch(first, "{\"dependsOn\": [\"" + third + "\"]}");
        HttpResponse<String> itself = patch(first, "{\"dependsOn\": [\"" + first + "\"]}");

        // Then
        assertThat(List.of(cycle.statusCode(), itself.statusCode())).containsOnly(422);
        assertThat(new JsonObject(cycle.body()).getString("code")).isEqualTo("dependency_cycle");
        assertThat(cycle.body()).contains(first + " → " + third + " → " + second + " → " + first);
        assertThat(itself.body()).contains(first + " → " + first);
        assertThat(api.json(api.get("/api/tasks/" + first)).getJsonArray("dependsOn"))
                .isEmpty();
    }

    @Test
    void shouldTakeOverThePriorityOfWaitingTasks() {
        // Given
        String root = added(5);
        String left = added(4, root);
        String right = added(5, root);
        String tip = added(1, left, right);

        // When
        List<Integer> urgent = priorities(root, left, right, tip);
        api.json(patch(tip, "{\"priority\": 3}"));
        List<Integer> lessUrgent = priorities(root, left, right, tip);
        api.json(move(tip, "cancel"));
        List<Integer> alone = priorities(root, left, right);
        api.json(move(tip, "reopen"));
        List<Integer> reopened = priorities(root, left, right, tip);

        // Then
        assertThat(urgent).containsExactly(1, 1, 1, 1);
        assertThat(lessUrgent).containsExactly(3, 3, 3, 3);
        assertThat(alone).containsExactly(4, 4, 5);
        assertThat(reopened).containsExactly(3, 3, 3, 3);
    }

    private List<Integer> priorities(String... tasks) {
        return List.of(tasks).stream()
                .map(task -> api.json(api.get("/api/tasks/" + task)).getInteger("effectivePriority"))
                .toList();
    }

    private String added(int priority, String... needs) {
        return api.json(api.post("/api/tasks", task(priority, needs))).getString("id");
    }

    private JsonObject task(int priority, String... needs) {
        return new JsonObject()
                .put("title", "a task")
                .put("prompt", "do it")
                .put("agent", agent)
                .put("priority", priority)
                .put("dependsOn", new JsonArray(List.of(needs)));
    }

    private HttpResponse<String> patch(String task, String patch) {
        return api.send("PATCH", "/api/tasks/" + task, patch);
    }

    private HttpResponse<String> move(String task, String action) {
        return api.post("/api/tasks/" + task + "/" + action, new JsonObject());
    }
}
