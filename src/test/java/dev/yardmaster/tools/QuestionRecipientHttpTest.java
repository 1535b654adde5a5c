package dev.yardmaster.tools;

import static dev.yardmaster.tools.AskFixture.answer;
import static dev.yardmaster.tools.AskFixture.asked;
import static dev.yardmaster.tools.AskFixture.lastRead;
import static dev.yardmaster.tools.AskFixture.question;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.yardmaster.testkit.Api;
import dev.yardmaster.testkit.LocalService;
import dev.yardmaster.testkit.ServiceTestResource;
import dev.yardmaster.testkit.mcp.McpClient.ToolResult;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** To whom a question of a worker goes: to the director of its task, or to people. */
@QuarkusTest
@WithTestResource(ServiceTestResource.class)
@Timeout(240)
class QuestionRecipientHttpTest {
    @Inject
    Pool pool;

    @RegisterExtension
    final AskFixture fixture = new AskFixture();

    private final Api api = LocalService.api();

    @TempDir
    Path directory;

    @Test
    void shouldAskTheDirectorThatCreatedTheTask() {
        // Given
        FakeAgent director = added(FakeAgent.without(directory, "director", new JsonObject()));
        FakeAgent worker = taskOf(director);
        String question = asked(worker, Map.of("question", "Steam or diesel?", "blocking", true));
        JsonObject open = question(question);

        // When
        ToolResult reply = director.client().call("message_send", Map.of("text", "Steam.", "reply_to", question));
        worker.endTurn();

        // Then
        assertThat(open.getJsonObject("to").getString("name")).isEqualTo(director.name());
        assertThat(reply.error()).as(reply.text()).isFalse();
        assertThat(question(question).getString("answeredBy")).isEqualTo(director.name());
        assertThat(question(question).getString("answer")).isEqualTo("Steam.");
    }

    @Test
    void shouldAskTheDirectorOfThePlanWhenTheCreatorOfTheTaskIsDisabled() {
        // Given
        FakeAgent creator = added(FakeAgent.without(directory, "director", new JsonObject()));
        FakeAgent director = added(FakeAgent.without(directory, "director", new JsonObject()));
        String plan = "plan-" + UUID.randomUUID();
        ToolResult applied = director.client()
                .call(
                        "plan_apply",
                        Map.of(
                                "name",
                                plan,
                                "tasks",
                                List.of(Map.of(
                                        "name", "later", "title", "Later", "prompt", "Wait.", "role", "steward"))));
        FakeAgent worker = taskOf(creator);
        execute(
                "UPDATE task SET plan = (SELECT id FROM plan WHERE name = '%s') WHERE id = $1".formatted(plan),
                worker.task());
        api.change(creator.name(), new JsonObject().put("enabled", false));

        // When
        JsonObject open = question(asked(worker, Map.of("question", "Steam or diesel?")));

        // Then
        assertThat(applied.error()).as(applied.text()).isFalse();
        assertThat(open.getJsonObject("to").getString("name")).isEqualTo(director.name());
        api.json(api.post("/api/plans/" + plan + "/cancel", new JsonObject()));
    }

    @Test
    void shouldMoveAQuestionToPeopleWhenItsAgentCantAnswer() {
        // Given
        FakeAgent director = added(FakeAgent.without(directory, "director", new JsonObject()));
        FakeAgent worker = taskOf(director);
        String question = asked(worker, Map.of("question", "Steam or diesel?", "blocking", true));
        worker.endTurn();
        api.awaitTask(worker.task(), "waiting");

        // When
        api.change(director.name(), new JsonObject().put("enabled", false));
        director.stop();

        // Then
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() ->
                        assertThat(question(question).containsKey("moved")).isTrue());
        JsonObject moved = question(question);
        assertThat(moved.getJsonObject("to")).isEqualTo(new JsonObject());
        JsonObject message = api.json(api.get("/api/messages/" + moved.getString("message")));
        assertThat(message.getString("addressed")).isEqualTo("people");
        assertThat(message.getString("thread")).isEqualTo(question);
        assertThat(message.getString("text"))
                .contains("Steam or diesel?", "It was asked to the agent '" + director.name());
        assertThat(api.json(api.get("/api/tasks/" + worker.task() + "/why")).toString())
                .contains("an answer of people", "It was asked to an agent first.");
        answer(question, "Steam.");
        FakeAgent next = next(worker);
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(lastRead(next)).contains("> Steam."));
    }

    /** A worker whose task a director has created. */
    private FakeAgent taskOf(FakeAgent director) {
        FakeAgent idle = added(FakeAgent.without(directory, "worker", new JsonObject()));
        idle.stop();
        ToolResult created = director.client()
                .call(
                        "task_create",
                        Map.of(
                                "title",
                                "Engine",
                                "prompt",
                                "Build an engine.",
                                "options",
                                Map.of("agent", idle.name())));
        assertThat(created.error()).as(created.text()).isFalse();
        String task = new JsonObject(created.text()).getString("id");
        return added(FakeAgent.of(idle.name(), api.awaitSession(task), idle.turn()));
    }

    private FakeAgent added(FakeAgent agent) {
        return fixture.added(agent);
    }

    private FakeAgent next(FakeAgent agent) {
        return fixture.next(agent);
    }

    private void execute(String sql, String id) {
        pool.preparedQuery(sql).execute(Tuple.of(UUID.fromString(id))).await().atMost(Duration.ofSeconds(30));
    }
}
