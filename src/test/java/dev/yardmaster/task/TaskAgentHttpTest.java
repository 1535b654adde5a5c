package dev.yardmaster.task;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yardmaster.testkit.Api;
import dev.yardmaster.testkit.LocalService;
import dev.yardmaster.testkit.ServiceTestResource;
import dev.yardmaster.testkit.TestRepository;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A task that names an agent of another project is refused, whoever writes it. */
@QuarkusTest
@WithTestResource(ServiceTestResource.class)
@Timeout(60)
class TaskAgentHttpTest {
    private static final String REFUSAL = "is an agent that works on another project";

    private final Api api = LocalService.api();
    private String shop = "";
    private String other = "";
    private String otto = "";

    @TempDir
    Path directory;

    @BeforeEach
    void createAnAgentOfAnotherProject() {
        shop = project("shop");
        other = project("other");
        otto = api.agent(new JsonObject()
                .put("executable", "slot-0")
                .put("enabled", false)
                .put("project", other));
    }

    @Test
    void shouldRefuseANewTaskForAnAgentOfAnotherProject() {
        // When
        var alone = api.post("/api/tasks", task(shop));
        var planned = api.post(
                "/api/plans",
                new JsonObject()
                        .put("name", "plan-" + UUID.randomUUID())
                        .put("tasks", new JsonArray().add(task(shop).put("name", "first"))));
        var bulk =
                api.json(api.post("/api/tasks/bulk", new JsonObject().put("tasks", new JsonArray().add(task(shop)))));

        // Then
        assertRefused(alone, "agent");
        assertRefused(planned, "tasks[0].agent");
        assertThat(bulk.encode()).contains(REFUSAL);
    }

    @Test
    void shouldAcceptAnAgentOfTheSameProjectOrATaskWithoutAProject() {
        // When
        var same = api.post("/api/tasks", task(other));
        var without = api.post("/api/tasks", task(null));

        // Then
        assertThat(api.json(same).getString("agent")).isNotNull();
        assertThat(api.json(without).getString("agent")).isNotNull();
    }

    @Test
    void shouldRefuseAChangeThatBringsAnAgentOfAnotherProject() {
        // Given
        String open = api.json(api.post("/api/tasks", task(null))).getString("id");
        String stranded = api.json(api.post("/api/tasks", task(other))).getString("id");
        api.change(otto, new JsonObject().put("project", shop));

        // When
        var moved = patch(open, new JsonObject().put("project", other));
        var prioritized = patch(stranded, new JsonObject().put("priority", 1));
        var kept = patch(stranded, new JsonObject().put("agent", otto).put("project", other));

        // Then
        assertRefused(moved, "agent");
        assertThat(api.json(prioritized).getInteger("priority")).isEqualTo(1);
        assertThat(kept.statusCode()).isEqualTo(200);
        JsonObject why = api.json(api.get("/api/tasks/" + stranded + "/why?agent=" + otto));
        assertThat(why.getJsonArray("agents").getJsonObject(0).getString("reason"))
                .isEqualTo("It works on another project.");
    }

    private static void assertRefused(HttpResponse<String> response, String field) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(400);
        assertThat(response.body()).contains(REFUSAL, "\"" + field + "\"");
    }

    private HttpResponse<String> patch(String task, JsonObject changes) {
        return api.send("PATCH", "/api/tasks/" + task, "application/merge-patch+json", changes.encode());
    }

    private JsonObject task(String project) {
        return new JsonObject()
                .put("title", "a task")
                .put("prompt", "go")
                .put("agent", otto)
                .put("project", project);
    }

    private String project(String name) {
        Path path = TestRepository.create(directory.resolve(name)).path();
        String unique = name + "-" + UUID.randomUUID();
        api.json(api.post("/api/projects", new JsonObject().put("name", unique).put("path", path.toString())));
        return unique;
    }
}
