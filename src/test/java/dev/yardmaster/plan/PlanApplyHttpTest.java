package dev.yardmaster.plan;

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
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Descriptions that are applied to plans, for the first time and again. */
@QuarkusTest
@WithTestResource(ServiceTestResource.class)
@Timeout(60)
class PlanApplyHttpTest {
    private final Api api = LocalService.api();
    private final String name = "plan-" + UUID.randomUUID();
    // Disabled, so its tasks stay open.
    private String agent;

    @BeforeEach
    void connect() {
        agent = api.agent(new JsonObject().put("enabled", false));
    }

    @Test
    void shouldCreateAPlanAndThenPatchIt() {
        // Given
        HttpResponse<String> created =
                apply(task("build"), task("test").put("dependsOn", List.of("build")), task("old"));
        String build = id(api.json(created), "added", "build");
        String test = id(api.json(created), "added", "test");
        String old = id(api.json(created), "added", "old");
        JsonObject discovered = api.json(api.post("/api/tasks", unnamed().put("plan", name)));

        // When
        HttpResponse<String> patched = apply(
                task("lint"),
                task("build").put("title", "Build it").put("dependsOn", List.of("lint")),
                task("test").put("dependsOn", List.of("build")));

        // Then
        assertThat(created.statusCode()).isEqualTo(201);
        assertThat(patched.statusCode()).as(patched.body()).isEqualTo(200);
        JsonObject answer = api.json(patched);
        assertThat(names(answer, "added")).containsExactly("lint");
        assertThat(names(answer, "changed")).containsExactly("build");
        assertThat(names(answer, "cancelled")).containsExactly("old");
        assertThat(names(answer, "kept")).containsExactly("test");
        assertThat(item(answer, "changed", "build").getJsonArray("fields")).containsExactly("title", "dependsOn");
        assertThat(get(build).getString("title")).isEqualTo("Build it");
        assertThat(get(build).getString("name")).isEqualTo("build");
        assertThat(get(build).getJsonArray("blockedBy")).containsExactly(id(answer, "added", "lint"));
        assertThat(get(test).getJsonArray("dependsOn")).containsExactly(build);
        assertThat(get(old).getString("state")).isEqualTo("cancelled");
        assertThat(get(old).getString("reason")).contains("description of its plan");
        assertThat(get(discovered.getString("id")).getString("state")).isEqualTo("open");
    }

    @Test
    void shouldChangeNothingWhenItIsAppliedAgain() {
        // Given
        JsonObject[] tasks = {
            task("build")
                    .put("requires", List.of("GPU"))
                    .put("tags", List.of("B", "a"))
                    .put("timeout", "PT1H"),
            task("test").put("dependsOn", List.of("build"))
        };
        JsonObject created = api.json(apply(tasks));
        JsonObject before = get(id(created, "added", "build"));

        // When
        JsonObject again = api.json(apply(tasks));

        // Then
        assertThat(names(again, "kept")).containsExactly("build", "test");
        assertThat(List.of("added", "changed", "reopened", "cancelled"))
                .allSatisfy(list -> assertThat(again.getJsonArray(list)).isEmpty());
        assertThat(again.getString("id")).isEqualTo(created.getString("id"));
        assertThat(get(before.getString("id"))).isEqualTo(before);
    }

    @Test
    void shouldKeepFinishedWorkAndReopenCancelledTasks() {
        // Given
        JsonObject created = api.json(apply(task("build"), task("test")));
        String build = id(created, "added", "build");
        String test = id(created, "added", "test");
        api.json(api.post("/api/tasks/" + build + "/complete", new JsonObject()));
        api.json(api.post("/api/tasks/" + test + "/cancel", new JsonObject()));

        // When
        JsonObject answer =
                api.json(apply(task("build").put("title", "Again"), task("test").put("priority", 1)));

        // Then
        assertThat(item(answer, "kept", "build").getString("why")).contains("It is done");
        assertThat(names(answer, "reopened")).containsExactly("test");
        assertThat(get(build).getString("title")).isEqualTo("Task build");
        assertThat(get(test).getString("state")).isEqualTo("open");
        assertThat(get(test).getInteger("priority")).isEqualTo(1);
    }

    @Test
    void shouldTurnADependencyAround() {
        // Given
        apply(task("a"), task("b").put("dependsOn", List.of("a")));

        // When
        JsonObject answer = api.json(apply(task("a").put("dependsOn", List.of("b")), task("b")));

        // Then
        assertThat(names(answer, "changed")).containsExactly("a", "b");
        assertThat(get(id(answer, "changed", "a")).getJsonArray("blockedBy"))
                .containsExactly(id(answer, "changed", "b"));
    }

    @Test
    void shouldStoreNothingInADryRun() {
        // Given
        JsonObject created = api.json(apply(task("build")));
        String other = "plan-" + UUID.randomUUID();

        // When
        JsonObject dry = api.json(put("/api/plans/" + name + "?dryRun=true", body(task("test"))));
        JsonObject dryCreation = api.json(put("/api/plans/" + other + "?dryRun=true", body(task("test"))));

        // Then
        assertThat(dry.getBoolean("dryRun")).isTrue();
        assertThat(names(dry, "added")).containsExactly("test");
        assertThat(names(dry, "cancelled")).containsExactly("build");
        assertThat(dryCreation.getBoolean("created")).isTrue();
        assertThat(dryCreation.getString("id")).isNull();
        assertThat(api.get("/api/plans/" + other).statusCode()).isEqualTo(404);
        assertThat(get(id(created, "added", "build")).getString("state")).isEqualTo("open");
        assertThat(api.json(api.get("/api/tasks?plan=" + name)).getJsonArray("items"))
                .hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"name":"new","dependsOn":["none"]}  | 422 | unknown_task     | tasks[2].dependsOn[0]
            {"name":"new","dependsOn":["new"]}   | 422 | dependency_cycle |
            {"name":"new","agent":"nobody"}      | 422 | unknown_agent    | tasks[2].agent
            {"name":"old","agent":"nobody"}      | 400 | invalid_request  | tasks[2].name
            {"name":"new","prio":1}              | 400 | invalid_json     | tasks[2].prio
            """)
    void shouldChangeNothingIfATaskIsInvalid(String changes, int status, String code, String field) {
        // Given
        JsonObject created = api.json(apply(task("old"), task("gone")));

        // When
        HttpResponse<String> response =
                apply(task("old").put("title", "New"), task("more"), task("new").mergeIn(new JsonObject(changes)));

        // Then
        JsonObject problem = new JsonObject(response.body());
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        assertThat(problem.getString("code")).isEqualTo(code);
        if (field != null) {
            assertThat(problem.getJsonArray("errors").getJsonObject(0).getString("field"))
                    .isEqualTo(field);
        }
        assertThat(get(id(created, "added", "old")).getString("title")).isEqualTo("Task old");
        assertThat(get(id(created, "added", "gone")).getString("state")).isEqualTo("open");
    }

    @Test
    void shouldRefuseACycleThroughATaskOfAnotherPlan() {
        // Given
        String a = id(api.json(apply(task("a"))), "added", "a");
        String outside = api.json(api.post("/api/tasks", unnamed().put("dependsOn", List.of(a))))
                .getString("id");

        // When
        HttpResponse<String> response = apply(task("a").put("dependsOn", List.of(outside)));

        // Then
        assertThat(response.statusCode()).isEqualTo(422);
        assertThat(new JsonObject(response.body()).getString("code")).isEqualTo("dependency_cycle");
        assertThat(get(a).getJsonArray("dependsOn")).isEmpty();
    }

    @Test
    void shouldReleaseADraftAndRefuseACancelledPlan() {
        // Given
        apply(task("a"));

        // When
        JsonObject activated =
                api.json(put("/api/plans/" + name, body(task("a")).put("state", "active")));
        api.json(api.post("/api/plans/" + name + "/cancel", new JsonObject()));
        HttpResponse<String> refused = apply(task("a"));
        HttpResponse<String> unknown = put("/api/plans/" + UUID.randomUUID(), body(task("a")));

        // Then
        assertThat(activated.getString("state")).isEqualTo("active");
        assertThat(refused.statusCode()).isEqualTo(409);
        assertThat(refused.body()).contains("is cancelled");
        assertThat(unknown.statusCode()).isEqualTo(404);
    }

    private HttpResponse<String> apply(JsonObject... tasks) {
        return put("/api/plans/" + name, body(tasks));
    }

    private HttpResponse<String> put(String path, JsonObject body) {
        return api.send("PUT", path, body.encode());
    }

    private static JsonObject body(JsonObject... tasks) {
        return new JsonObject().put("tasks", new JsonArray(List.of(tasks)));
    }

    private JsonObject task(String task) {
        return new JsonObject()
                .put("name", task)
                .put("title", "Task " + task)
                .put("prompt", "p")
                .put("agent", agent);
    }

    private JsonObject unnamed() {
        JsonObject task = task("x");
        task.remove("name");
        return task;
    }

    private static List<String> names(JsonObject answer, String list) {
        return answer.getJsonArray(list).stream()
                .map(it -> ((JsonObject) it).getString("name"))
                .toList();
    }

    private static JsonObject item(JsonObject answer, String list, String name) {
        return answer.getJsonArray(list).stream()
                .map(JsonObject.class::cast)
                .filter(it -> it.getString("name").equals(name))
                .findAny()
                .orElseThrow();
    }

    private static String id(JsonObject answer, String list, String name) {
        return item(answer, list, name).getString("id");
    }

    private JsonObject get(String task) {
        return api.json(api.get("/api/tasks/" + task));
    }
}
