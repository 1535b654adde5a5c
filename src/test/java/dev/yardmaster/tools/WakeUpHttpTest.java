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

/** What directors are woken for, and the messages that wake them. */
@QuarkusTest
@WithTestResource(ServiceTestResource.class)
@Timeout(180)
class WakeUpHttpTest {
    private final Api api = LocalService.api();
    private final List<FakeAgent> agents = new ArrayList<>();
    private final String name = "plan-" + UUID.randomUUID();

    @TempDir
    Path directory;

    @AfterEach
    void stopSessions() {
        agents.forEach(FakeAgent::stop);
        agents.forEach(agent -> api.send("DELETE", "/api/agents/" + agent.name(), ""));
    }

    @Test
    void shouldWakeTheDirectorOfAPlanWithoutBeingAsked() {
        // Given
        FakeAgent director = director();
        Map<String, String> tasks = plan(director, "build", "test");
        sleep(director);

        // When
        complete(tasks.get("build"));
        complete(tasks.get("test"));

        // Then
        JsonObject message = onlyMessage(director, "The plan '" + name + "' has ended");
        assertThat(message.getJsonObject("sender").getString("kind")).isEqualTo("service");
        assertThat(message.getString("text")).contains("none failed").doesNotContain("is done");
        assertThat(api.json(api.get("/api/plans/" + name)).getString("state")).isEqualTo("completed");
    }

    @Test
    void shouldTellManyEventsInOneMessage() {
        // Given
        FakeAgent director = director();
        Map<String, String> tasks = plan(director, "a", "b", "c", "d", "e");
        JsonObject promise = call(director, Map.of("events", List.of("task.done"), "plan", name));
        sleep(director);

        // When
        List.of("a", "b", "c", "d").forEach(task -> complete(tasks.get(task)));

        // Then
        assertThat(promise.getString("noted")).contains("You are woken by a message");
        await().untilAsserted(() -> {
            List<JsonObject> messages = messages(director);
            assertThat(messages).hasSize(1);
            assertThat(messages.getFirst().getString("text").lines()).hasSize(4);
        });
        complete(tasks.get("e"));
        await().untilAsserted(() -> {
            assertThat(messages(director)).hasSize(1);
            assertThat(messages(director).getFirst().getString("text").lines()).hasSize(6);
        });
    }

    @Test
    void shouldEndASubscriptionWithItsFirstEvent() {
        // Given
        FakeAgent director = director();
        Map<String, String> tasks = plan(director, "a", "b");
        call(director, Map.of("events", List.of("task.done"), "task", tasks.get("a"), "once", true));

        // When
        complete(tasks.get("a"));

        // Then
        await().untilAsserted(() -> assertThat(subscriptions(director)).isEmpty());
        JsonObject again =
                call(director, Map.of("events", List.of("task.done"), "task", tasks.get("a"), "at_most", "PT1H"));
        assertThat(again.getString("noted")).isEqualTo("The task is done already.");
        assertThat(again.getJsonArray("subscriptions")).isEmpty();
        complete(tasks.get("b"));
    }

    @Test
    void shouldWakeAfterATimeInAnyCase() {
        // Given
        FakeAgent director = director();
        plan(director, "a");

        // When
        call(director, Map.of("events", List.of("task.done"), "plan", name, "at_most", "PT1S"));
        sleep(director);

        // Then
        onlyMessage(director, "Nothing of what you waited for has happened in time: task.done");
        api.json(api.post("/api/plans/" + name + "/cancel", new JsonObject()));
    }

    @Test
    void shouldEndASubscriptionByItsId() {
        // Given
        FakeAgent director = director();
        String id = call(director, Map.of("events", List.of("limit.hit"))).getString("id");

        // When
        JsonObject ended = call(director, Map.of("end", id));

        // Then
        assertThat(ended.getString("noted")).isEqualTo("The subscription has ended.");
        assertThat(ended.getJsonArray("subscriptions")).isEmpty();
    }

    @Test
    void shouldRefuseUnknownEventsAndTimes() {
        // Given
        FakeAgent director = director();

        // When
        String event = refusal(director, Map.of("events", List.of("task.started")));
        String none = refusal(director, Map.of());
        String time = refusal(director, Map.of("events", List.of("task.done"), "at_most", "soon"));
        String task = refusal(director, Map.of("events", List.of("task.done"), "task", UUID.randomUUID()));

        // Then
        assertThat(event).contains("'events'", "task.done");
        assertThat(none).contains("'events'");
        assertThat(time).contains("'at_most'", "PT30M");
        assertThat(task).contains("No task has the id");
    }

    private FakeAgent director() {
        FakeAgent agent = FakeAgent.without(directory, "director", new JsonObject());
        agents.add(agent);
        return agent;
    }

    /** Messages stay in the queue of an agent that is disabled and has no session. */
    private void sleep(FakeAgent director) {
        api.json(api.send(
                "PATCH",
                "/api/agents/" + director.name(),
                "application/merge-patch+json",
                new JsonObject().put("enabled", false).encode()));
        director.stop();
    }

    private Map<String, String> plan(FakeAgent director, String... tasks) {
        List<Map<String, Object>> described = new ArrayList<>();
        for (String task : tasks) {
            described.add(
                    Map.of("name", task, "title", "Task " + task, "prompt", "Go.", "requires", List.of("no-such-tag")));
        }
        JsonObject applied = director.client()
                .call("plan_apply", Map.of("name", name, "tasks", described))
                .json();
        Map<String, String> ids = new HashMap<>();
        applied.getJsonArray("added").stream()
                .map(JsonObject.class::cast)
                .forEach(it -> ids.put(it.getString("name"), it.getString("id")));
        return ids;
    }

    private void complete(String task) {
        api.json(api.post("/api/tasks/" + task + "/complete", new JsonObject()));
    }

    private JsonObject onlyMessage(FakeAgent agent, String text) {
        await().untilAsserted(() -> assertThat(messages(agent))
                .singleElement()
                .satisfies(message -> assertThat(message.getString("text")).contains(text)));
        return messages(agent).getFirst();
    }

    private List<JsonObject> messages(FakeAgent agent) {
        return api.json(api.get("/api/agents/" + agent.name() + "/inbox")).getJsonArray("items").stream()
                .map(JsonObject.class::cast)
                .toList();
    }

    private static List<Object> subscriptions(FakeAgent agent) {
        return call(agent, Map.of("end", UUID.randomUUID())).getJsonArray("subscriptions").stream()
                .toList();
    }

    private static JsonObject call(FakeAgent agent, Map<String, ?> arguments) {
        return agent.client().call("subscribe", arguments).json();
    }

    private static String refusal(FakeAgent agent, Map<String, ?> arguments) {
        ToolResult result = agent.client().call("subscribe", arguments);
        assertThat(result.error()).as(result.text()).isTrue();
        return result.text();
    }
}
