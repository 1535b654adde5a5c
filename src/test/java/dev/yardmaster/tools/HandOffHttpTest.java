package dev.yardmaster.tools;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yardmaster.testkit.Api;
import dev.yardmaster.testkit.LocalService;
import dev.yardmaster.testkit.ServiceTestResource;
import dev.yardmaster.testkit.TestRepository;
import dev.yardmaster.testkit.mcp.McpClient.ToolResult;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** To whom an agent may hand its task over, and how often. */
@QuarkusTest
@WithTestResource(ServiceTestResource.class)
@Timeout(180)
class HandOffHttpTest {
    private final Api api = LocalService.api();
    private final List<FakeAgent> agents = new ArrayList<>();

    @TempDir
    Path directory;

    @Inject
    Pool pool;

    @AfterEach
    void stopSessions() {
        agents.forEach(FakeAgent::stop);
        agents.forEach(agent -> api.change(agent.name(), new JsonObject().put("enabled", false)));
    }

    @Test
    void shouldHandATaskOverToAnAgentWithANote() {
        // Given
        FakeAgent agent = working(new JsonObject());
        FakeAgent other = FakeAgent.without(directory, "worker", new JsonObject());
        agents.add(other);

        // When
        ToolResult result = handOff(agent, other.name());
        agent.endTurn();

        // Then
        assertThat(result.error()).as(result.text()).isFalse();
        JsonObject task = api.awaitTask(agent.task(), "open");
        assertThat(task.getString("agent")).isEqualTo(id(other.name()));
        assertThat(task.getString("handOffNote")).isEqualTo("The switch is left.");
        assertThat(task.getString("reason")).contains("handed the task over");
        api.post("/api/tasks/" + agent.task() + "/cancel", new JsonObject());
    }

    @Test
    void shouldRefuseARecipientThatCantContinue() {
        // Given
        FakeAgent agent = working(
                new JsonObject().put("project", project("rails")).put("requires", new JsonArray().add("welding")));
        String disabled = idle(new JsonObject().put("tags", new JsonArray().add("welding")));
        String elsewhere = idle(new JsonObject()
                .put("project", project("other"))
                .put("enabled", true)
                .put("tags", new JsonArray().add("welding")));
        String untrained = idle(new JsonObject().put("enabled", true));

        // When
        List<String> refusals = List.of(
                refusal(agent, "nobody"),
                refusal(agent, agent.name()),
                refusal(agent, id(agent.name())),
                refusal(agent, disabled),
                refusal(agent, elsewhere),
                refusal(agent, untrained));

        // Then
        List.of(elsewhere, untrained).forEach(it -> api.change(it, new JsonObject().put("enabled", false)));
        assertThat(refusals)
                .satisfiesExactly(
                        it -> assertThat(it).contains("'to' is 'nobody', which is neither an agent nor a role"),
                        it -> assertThat(it).contains("which is yourself", "Leave it out"),
                        it -> assertThat(it).contains("which is yourself"),
                        it -> assertThat(it).contains("is '" + disabled + "', which is disabled"),
                        it -> assertThat(it).contains("is '" + elsewhere + "', which works on another project"),
                        it -> assertThat(it).contains("is '" + untrained + "', which lacks the tags welding"));
    }

    @Test
    void shouldGiveATaskUpThatIsHandedOverTooOften() {
        // Given
        FakeAgent agent = working(new JsonObject());
        UUID task = UUID.fromString(agent.task());
        earlierHandOffs(task, 10);

        // When
        ToolResult result = agent.client().call("task_hand_off", Map.of("note", "The last switch is left."));
        agent.endTurn();

        // Then
        assertThat(result.error()).as(result.text()).isFalse();
        JsonObject failed = api.awaitTask(task.toString(), "failed");
        assertThat(failed.getString("reason")).startsWith("Agents handed the task over 11 times.");
        assertThat(failed.getString("handOffNote")).isEqualTo("The last switch is left.");
    }

    /** As if the task had had as many earlier sessions, and each had handed it over. */
    private void earlierHandOffs(UUID task, int count) {
        pool.preparedQuery("""
                        WITH earlier AS (
                            INSERT INTO session SELECT (jsonb_populate_record(s, jsonb_build_object(
                                'id', '00000000-0000-7000-8000-' || lpad(to_hex(n), 4, '0') || right(s.id::text, 8),
                                'state', 'completed', 'ended_at', now()))).*
                            FROM session s CROSS JOIN generate_series(1, $2) n WHERE s.task = $1 RETURNING id)
                        INSERT INTO task_outcome (session, outcome, summary) SELECT id, 'handed_off', 'Not yet.' FROM earlier
                        """).execute(Tuple.of(task, count)).await().atMost(Duration.ofSeconds(30));
        pool.preparedQuery("UPDATE task SET attempts = attempts + $2 WHERE id = $1")
                .execute(Tuple.of(task, count))
                .await()
                .atMost(Duration.ofSeconds(30));
    }

    private FakeAgent working(JsonObject task) {
        JsonArray tags = task.getJsonArray("requires", new JsonArray());
        FakeAgent agent = FakeAgent.working(directory, task, new JsonObject().put("tags", tags));
        agents.add(agent);
        return agent;
    }

    /** An agent without a session. */
    private String idle(JsonObject fields) {
        return api.agent(new JsonObject()
                .put("executable", "slot-0")
                .put("enabled", false)
                .mergeIn(fields));
    }

    private String id(String agent) {
        return api.json(api.get("/api/agents/" + agent)).getString("id");
    }

    private String project(String name) {
        Path path = TestRepository.create(directory.resolve(name)).path();
        String unique = name + "-" + UUID.randomUUID();
        api.json(api.post("/api/projects", new JsonObject().put("name", unique).put("path", path.toString())));
        return unique;
    }

    private static ToolResult handOff(FakeAgent agent, String to) {
        return agent.client().call("task_hand_off", Map.of("note", "The switch is left.", "to", to));
    }

    private static String refusal(FakeAgent agent, String to) {
        ToolResult result = handOff(agent, to);
        assertThat(result.error()).as(result.text()).isTrue();
        return result.text();
    }
}
