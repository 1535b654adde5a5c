package dev.yardmaster.tools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.yardmaster.testkit.Api;
import dev.yardmaster.testkit.LocalService;
import dev.yardmaster.testkit.ServiceTestResource;
import dev.yardmaster.testkit.mcp.McpClient.ToolResult;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What directors do with their tools, and where their tools end. */
@QuarkusTest
@WithTestResource(ServiceTestResource.class)
@Timeout(180)
class DirectorToolsHttpTest {
    private static final Map<String, Object> NOBODY = Map.of("requires", List.of("no-such-tag"));

    private final Api api = LocalService.api();
    private final List<FakeAgent> agents = new ArrayList<>();

    @TempDir
    Path directory;

    @AfterEach
    void stopSessions() {
        agents.forEach(FakeAgent::stop);
    }

    @Test
    void shouldCreateATaskOnceForAKey() {
        // Given
        FakeAgent director = director(new JsonObject());
        Map<String, Object> task = Map.of("title", "Lay rails", "prompt", "Lay them.", "options", NOBODY, "key", "k-1");

        // When
        JsonObject first = director.client().call("task_create", task).json();
        JsonObject again = director.client().call("task_create", task).json();
        String other = refusal(director, "task_create", with(task, "title", "Lay other rails"));
        JsonObject withoutKey =
                director.client().call("task_create", without(task, "key")).json();

        // Then
        assertThat(again.getString("id")).isEqualTo(first.getString("id"));
        assertThat(other).contains("You have used the key 'k-1' for a call with other arguments");
        assertThat(withoutKey.getString("id")).isNotEqualTo(first.getString("id"));
        assertThat(api.json(api.get("/api/tasks/" + first.getString("id"))).getString("prompt"))
                .isEqualTo("Lay them.");
        cancel(director, first.getString("id"), withoutKey.getString("id"));
    }

    @Test
    void shouldReleaseTheKeyOfARefusedCall() {
        // Given
        FakeAgent director = director(new JsonObject());
        Map<String, Object> task = Map.of("title", "Lay rails", "prompt", "Lay them.", "options", NOBODY, "key", "k-2");
        // When
        String refused = refusal(director, "task_create", with(task, "options", Map.of("agent", "nobody")));
        JsonObject created = director.client().call("task_create", task).json();
        JsonObject again = director.client().call("task_create", task).json();

        // Then
        assertThat(refused).contains("'agent'");
        assertThat(again.getString("id")).isEqualTo(created.getString("id"));
        cancel(director, created.getString("id"));
    }

    @Test
    void shouldNotLockAnotherProjectOutOfItsPlan() throws Exception {
        // Given
        FakeAgent director = director(new JsonObject().put("project", project()));
        FakeAgent free = director(new JsonObject());
        String empty = "plan-" + UUID.randomUUID();
        api.json(api.post("/api/plans", new JsonObject().put("name", empty)));
        String other = "plan-" + UUID.randomUUID();
        free.client()
                .call("plan_apply", Map.of("name", other, "tasks", List.of(task("build", List.of())), "start", false))
                .json();
        Map<String, Object> task = Map.of("title", "Here", "prompt", "Go.", "options", NOBODY, "plan", empty);

        // When
        JsonObject created = director.client().call("task_create", task).json();
        String refused = refusal(director, "task_create", with(task, "plan", other));
        String notMoved = refusal(
                director, "task_update", Map.of("task", created.getString("id"), "changes", Map.of("plan", other)));

        // Then
        assertThat(refused).contains("The plan '" + other + "' has tasks of other projects");
        assertThat(notMoved).isEqualTo(refused);
        List.of(empty, other)
                .forEach(plan ->
                        free.client().call("plan_cancel", Map.of("plan", plan)).json());
    }

    @Test
    void shouldChangeExplainAndCancelATask() {
        // Given
        FakeAgent director = director(new JsonObject());
        String needed = create(director, "First");
        String id = create(director, "Second");

        // When
        JsonObject changed = director.client()
                .call("task_update", Map.of("task", id, "changes", Map.of("priority", 1, "dependsOn", List.of(needed))))
                .json();
        JsonObject why = director.client().call("task_why", Map.of("task", id)).json();
        JsonObject cancelled =
                director.client().call("task_cancel", Map.of("task", id)).json();
        String refusal = refusal(director, "task_cancel", Map.of("task", id));

        // Then
        assertThat(changed.getInteger("priority")).isEqualTo(1);
        assertThat(why.toString()).contains("'First'");
        assertThat(cancelled.getString("state")).isEqualTo("cancelled");
        assertThat(refusal).contains("cancelled");
        cancel(director, needed);
    }

    @Test
    void shouldApplyShowAndCancelAPlan() {
        // Given
        FakeAgent director = director(new JsonObject());
        String name = "plan-" + UUID.randomUUID();
        Map<String, Object> plan =
                Map.of("name", name, "tasks", List.of(task("build", List.of()), task("test", List.of("build"))));

        // When
        JsonObject dry = director.client()
                .call("plan_apply", with(plan, "dry_run", true))
                .json();
        JsonObject created = director.client().call("plan_apply", plan).json();
        JsonObject again = director.client().call("plan_apply", plan).json();
        JsonObject patched = director.client()
                .call("plan_apply", Map.of("name", name, "tasks", List.of(task("ship", List.of()))))
                .json();
        JsonObject shown =
                director.client().call("plan_get", Map.of("plan", name)).json();
        String cycle = refusal(
                director,
                "plan_apply",
                Map.of("name", "round", "tasks", List.of(task("a", List.of("b")), task("b", List.of("a")))));
        JsonObject cancelled =
                director.client().call("plan_cancel", Map.of("plan", name)).json();

        // Then
        assertThat(dry.getBoolean("dryRun")).isTrue();
        assertThat(dry.getJsonArray("added")).hasSize(2);
        assertThat(created.getString("state")).isEqualTo("active");
        assertThat(created.getBoolean("created")).isTrue();
        assertThat(again.getBoolean("created")).isFalse();
        assertThat(again.getJsonArray("kept")).hasSize(2);
        assertThat(again.getJsonArray("added")).isEmpty();
        assertThat(patched.getJsonArray("added")).hasSize(1);
        assertThat(patched.getJsonArray("cancelled")).hasSize(2);
        assertThat(shown.getJsonObject("tasks").getJsonArray("tasks")).hasSize(3);
        assertThat(cycle).contains("a -> b -> a");
        assertThat(cancelled.getString("state")).isEqualTo("cancelled");
    }

    @Test
    void shouldNotApplyAPlanThatHasTasksOfOtherProjects() throws Exception {
        // Given
        FakeAgent director = director(new JsonObject().put("project", project()));
        FakeAgent free = director(new JsonObject());
        String name = "plan-" + UUID.randomUUID();
        Map<String, Object> plan = Map.of("name", name, "tasks", List.of(task("build", List.of())), "start", false);
        free.client().call("plan_apply", plan).json();

        // When
        String refused = refusal(director, "plan_apply", plan);

        // Then
        assertThat(refused).contains("The plan '" + name + "' has tasks of other projects");
        free.client().call("plan_cancel", Map.of("plan", name)).json();
    }

    @Test
    void shouldStayInTheProjectThatTheAgentIsRestrictedTo() throws Exception {
        // Given
        String project = project();
        FakeAgent director = director(new JsonObject().put("project", project));
        FakeAgent free = director(new JsonObject());
        String outside = create(free, "Elsewhere");

        // When
        JsonObject inside = director.client()
                .call("task_create", Map.of("title", "Here", "prompt", "Go.", "options", NOBODY))
                .json();
        List<String> refusals = List.of(
                refusal(director, "task_get", Map.of("task", outside)),
                refusal(director, "task_cancel", Map.of("task", outside)),
                refusal(director, "task_update", Map.of("task", outside, "changes", Map.of("priority", 1))),
                refusal(
                        director,
                        "task_create",
                        Map.of("title", "x", "prompt", "x", "depends_on", List.of(outside), "options", NOBODY)));
        String moved = refusal(
                director,
                "task_update",
                Map.of("task", inside.getString("id"), "changes", new HashMap<>(Map.of("project", "other"))));
        JsonObject list = director.client().call("task_list", Map.of()).json();

        // Then
        assertThat(refusals).allSatisfy(it -> assertThat(it).contains("is not yours", "the tasks of the project"));
        assertThat(moved).contains("Your tasks always belong to the project ", "Leave 'project' out.");
        assertThat(list.getJsonArray("tasks")).hasSize(1);
        assertThat(api.json(api.get("/api/tasks/" + inside.getString("id"))).getString("project"))
                .isEqualTo(api.json(api.get("/api/projects/" + project)).getString("id"));
        cancel(free, outside, inside.getString("id"));
    }

    @Test
    void shouldRecordEachCallInTheActivityOfTheAgent() {
        // Given
        FakeAgent director = director(new JsonObject());
        String token = director.client().authorization().substring("Bearer ".length());

        // When
        director.client().call("agent_list", Map.of("role", "steward"));
        director.client().call("task_get", Map.of("task", token));

        // Then
        await().untilAsserted(() -> {
            String activity =
                    api.get("/api/activity?limit=10&actor=" + director.name()).body();
            List<JsonObject> entries = new JsonObject(activity)
                    .getJsonArray("items").stream().map(JsonObject.class::cast).toList();
            assertThat(entries).anySatisfy(entry -> {
                assertThat(entry.getString("action")).isEqualTo("tool.agent_list");
                assertThat(entry.getString("actorKind")).isEqualTo("agent");
                assertThat(entry.getJsonObject("after").getString("role")).isEqualTo("steward");
            });
            assertThat(entries).anySatisfy(entry -> {
                assertThat(entry.getString("action")).isEqualTo("tool.task_get");
                assertThat(entry.getJsonObject("after").getString("refused")).contains("must be the id of a task");
            });
            assertThat(activity).doesNotContain(token);
        });
    }

    private FakeAgent director(JsonObject fields) {
        FakeAgent agent = FakeAgent.without(directory, "director", fields);
        agents.add(agent);
        return agent;
    }

    private static String create(FakeAgent director, String title) {
        return director.client()
                .call("task_create", Map.of("title", title, "prompt", "Go.", "options", NOBODY))
                .json()
                .getString("id");
    }

    private static Map<String, Object> task(String name, List<String> dependsOn) {
        return Map.of(
                "name",
                name,
                "title",
                name,
                "prompt",
                "Go.",
                "dependsOn",
                dependsOn,
                "requires",
                List.of("no-such-tag"));
    }

    private static void cancel(FakeAgent director, String... tasks) {
        for (String task : tasks) {
            director.client().call("task_cancel", Map.of("task", task)).json();
        }
    }

    private String project() throws Exception {
        String name = "project-" + UUID.randomUUID();
        Process git = new ProcessBuilder("git", "init", "-q")
                .directory(directory.toFile())
                .start();
        assertThat(git.waitFor()).isZero();
        api.json(api.post(
                "/api/projects",
                new JsonObject()
                        .put("name", name)
                        .put("path", directory.toRealPath().toString())));
        return name;
    }

    private static Map<String, Object> with(Map<String, Object> map, String name, Object value) {
        Map<String, Object> changed = new HashMap<>(map);
        changed.put(name, value);
        return changed;
    }

    private static Map<String, Object> without(Map<String, Object> map, String name) {
        Map<String, Object> changed = new HashMap<>(map);
        changed.remove(name);
        return changed;
    }

    private static String refusal(FakeAgent agent, String tool, Map<String, ?> arguments) {
        ToolResult result = agent.client().call(tool, arguments);
        assertThat(result.error()).as(result.text()).isTrue();
        return result.text();
    }
}
