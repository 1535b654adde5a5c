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
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Work that workers find and propose. */
@QuarkusTest
@WithTestResource(ServiceTestResource.class)
@Timeout(180)
class DiscoveryHttpTest {
    private final Api api = LocalService.api();
    private final List<FakeAgent> agents = new ArrayList<>();
    private final String plan = "plan-" + UUID.randomUUID();

    @TempDir
    Path directory;

    @AfterEach
    void stopSessions() {
        agents.forEach(FakeAgent::stop);
        agents.forEach(agent -> api.send("DELETE", "/api/agents/" + agent.name(), ""));
    }

    @Test
    void shouldProposeATaskThatStartsWhenItIsAccepted() {
        // Given
        FakeAgent worker = worker(new JsonObject());
        Map<String, Object> found =
                Map.of("title", "Mend the scale", "why", "It weighs wrong.", "key", "k", "blocking", false);

        // When
        JsonObject proposal = worker.client().call("task_discovered", found).json();
        JsonObject again = worker.client().call("task_discovered", found).json();

        // Then
        String id = proposal.getString("id");
        assertThat(again.getString("id")).isEqualTo(id);
        JsonObject task = get(id);
        assertThat(task.getBoolean("proposed")).isTrue();
        assertThat(task.getString("prompt")).contains("It weighs wrong.", worker.task());
        assertThat(task.getJsonObject("discovery").getString("agent")).isEqualTo(worker.name());
        assertThat(task.getJsonObject("discovery").getString("task")).isEqualTo(worker.task());
        assertThat(why(id)).contains("It is a proposal. Accept it by changing 'proposed' to false");
        JsonObject accepted = api.json(
                api.send("PATCH", "/api/tasks/" + id, "{\"proposed\": false, \"requires\": [\"no-such-tag\"]}"));
        assertThat(accepted.getBoolean("proposed")).isFalse();
        assertThat(why(id)).doesNotContain("It is a proposal");
        cancel(id);
    }

    @Test
    void shouldTellTheDirectorAndKeepThePlanOpen() {
        // Given
        FakeAgent director = FakeAgent.without(directory, "director", new JsonObject());
        agents.add(director);
        director.client()
                .call("plan_apply", Map.of("name", plan, "tasks", List.of()))
                .json();
        FakeAgent worker = worker(new JsonObject().put("plan", plan));

        // When
        String id = worker.client()
                .call("task_discovered", Map.of("title", "Mend the scale", "why", "It weighs wrong."))
                .json()
                .getString("id");

        // Then
        await().untilAsserted(() -> assertThat(
                        api.get("/api/agents/" + director.name() + "/inbox").body())
                .contains("proposes: The task 'Mend the scale'", id, "'proposed' is changed to false"));
        worker.endTurn();
        JsonObject shown = api.json(api.get("/api/plans/" + plan));
        assertThat(shown.getString("state")).isEqualTo("active");
        assertThat(shown.getJsonObject("progress"))
                .isEqualTo(new JsonObject().put("percent", 50).put("blocked", 0).put("proposed", 1));
        director.client().call("task_cancel", Map.of("task", id)).json();
        assertThat(api.json(api.get("/api/plans/" + plan)).getString("state")).isEqualTo("completed");
    }

    @Test
    void shouldBlockTheTaskOfTheFinderUntilItIsDoneOrCancelled() {
        // Given
        FakeAgent worker = worker(new JsonObject());
        String own = worker.task();
        JsonObject proposal = worker.client()
                .call("task_discovered", Map.of("title", "First", "why", "Needed first.", "blocking", true))
                .json();

        // When
        worker.client()
                .call("task_hand_off", Map.of("note", "Waits for the other task."))
                .json();
        worker.endTurn();

        // Then
        assertThat(proposal.getString("noted")).contains("Your task depends on it");
        assertThat(get(own).getJsonArray("blockedBy")).containsExactly(proposal.getString("id"));
        cancel(proposal.getString("id"));
        assertThat(get(own).getJsonArray("dependsOn")).isEmpty();
        cancel(own);
    }

    @Test
    void shouldRefuseAProposalWithoutATask() {
        // Given
        FakeAgent worker = FakeAgent.without(directory, "worker", new JsonObject());
        agents.add(worker);

        // When
        ToolResult result = worker.client().call("task_discovered", Map.of("title", "x", "why", "y"));

        // Then
        assertThat(result.error()).isTrue();
        assertThat(result.text()).contains("Your session works on no task");
    }

    private FakeAgent worker(JsonObject task) {
        FakeAgent worker = FakeAgent.working(directory, task);
        agents.add(worker);
        return worker;
    }

    private JsonObject get(String task) {
        return api.json(api.get("/api/tasks/" + task));
    }

    private String why(String task) {
        return api.get("/api/tasks/" + task + "/why").body();
    }

    private void cancel(String task) {
        api.json(api.post("/api/tasks/" + task + "/cancel", new JsonObject()));
    }
}
