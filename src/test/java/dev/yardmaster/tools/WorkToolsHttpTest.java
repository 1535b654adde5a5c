package dev.yardmaster.tools;

import static org.assertj.core.api.Assertions.assertThat;

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

/** What workers report with their tools, and what becomes of their tasks. */
@QuarkusTest
@WithTestResource(ServiceTestResource.class)
@Timeout(180)
class WorkToolsHttpTest {
    private final Api api = LocalService.api();
    private final List<FakeAgent> agents = new ArrayList<>();

    @TempDir
    Path directory;

    @AfterEach
    void stopSessions() {
        agents.forEach(FakeAgent::stop);
    }

    @Test
    void shouldFinishATaskWithTheSummaryWhenTheSessionEnds() {
        // Given
        FakeAgent agent = working(new JsonObject());
        ToolResult first = agent.client().call("task_finish", Map.of("summary", "Too early."));

        // When
        ToolResult last = agent.client().call("task_finish", Map.of("summary", "All trains run."));
        JsonObject before = agent.shownTask();
        agent.endTurn();

        // Then
        assertThat(List.of(first, last)).noneMatch(ToolResult::error);
        assertThat(last.text()).contains("End your turn now");
        assertThat(before.getString("state")).isEqualTo("running");
        JsonObject task = api.awaitTask(agent.task(), "done");
        assertThat(task.getString("result")).isEqualTo("All trains run.");
        assertThat(task.containsKey("reason")).isFalse();
    }

    @Test
    void shouldSayThatThereWasNothingToDo() {
        // Given
        FakeAgent agent = working(new JsonObject());

        // When
        agent.client().call("task_finish", Map.of("summary", "It was built already.", "outcome", "nothing_to_do"));
        agent.endTurn();

        // Then
        JsonObject task = api.awaitTask(agent.task(), "done");
        assertThat(task.getString("result")).isEqualTo("It was built already.");
        assertThat(task.getString("reason")).contains("nothing had to be done");
    }

    @Test
    void shouldKeepTheLastTextAsTheResultWithoutAReport() {
        // Given
        FakeAgent agent = working(new JsonObject());

        // When
        agent.endTurn();

        // Then
        assertThat(api.awaitTask(agent.task(), "done").getString("result")).isEqualTo(FakeAgent.LAST_TEXT);
    }

    @Test
    void shouldShowTheProgressOnTheTask() {
        // Given
        FakeAgent agent = working(new JsonObject());

        // When
        ToolResult result = agent.client().call("progress", Map.of("text", "Half of the rails lie.", "percent", 50));

        // Then
        assertThat(result.error()).isFalse();
        JsonObject progress = agent.shownTask().getJsonObject("progress");
        assertThat(progress.getString("text")).isEqualTo("Half of the rails lie.");
        assertThat(progress.getInteger("percent")).isEqualTo(50);
        assertThat(progress.getString("at")).isNotNull();
    }

    @Test
    void shouldExplainWrongArguments() {
        // Given
        FakeAgent agent = working(new JsonObject());

        // When
        List<String> refusals = List.of(
                refusal(agent, "task_finish", Map.of()),
                refusal(agent, "task_finish", Map.of("summary", "Done.", "outcome", "great")),
                refusal(agent, "progress", Map.of("text", "On.", "percent", 101)),
                refusal(agent, "progress", Map.of("text", " ")),
                refusal(agent, "task_get", Map.of("task", "mine")));

        // Then
        assertThat(refusals)
                .satisfiesExactly(
                        it -> assertThat(it).contains("'summary' is missing"),
                        it -> assertThat(it).contains("'outcome' must be one of done, needs_review, nothing_to_do"),
                        it -> assertThat(it).contains("'percent' must be a whole number from 0 to 100"),
                        it -> assertThat(it).contains("'text' must be a text that is not empty"),
                        it -> assertThat(it).contains("'task' must be the id of a task, not 'mine'"));
    }

    @Test
    void shouldSeeOnlyTheOwnTaskAndThoseOfItsPlan() {
        // Given
        String plan = "plan-" + UUID.randomUUID();
        api.json(api.post("/api/plans", new JsonObject().put("name", plan).put("state", "active")));
        String sibling = waiting(new JsonObject().put("plan", plan));
        String stranger = waiting(new JsonObject());
        FakeAgent agent = working(new JsonObject().put("plan", plan));

        // When
        JsonObject own = agent.client().call("task_get", Map.of()).json();
        JsonObject seen =
                agent.client().call("task_get", Map.of("task", sibling)).json();
        JsonObject why =
                agent.client().call("task_why", Map.of("task", sibling)).json();
        JsonObject list = agent.client().call("task_list", Map.of()).json();
        String refusal = refusal(agent, "task_get", Map.of("task", stranger));
        String whyRefusal = refusal(agent, "task_why", Map.of("task", stranger));

        // Then
        assertThat(own.getString("id")).isEqualTo(agent.task());
        assertThat(seen.getString("id")).isEqualTo(sibling);
        assertThat(why.toString()).contains("No agent is eligible");
        assertThat(list.getJsonArray("tasks")).hasSize(2);
        assertThat(refusal).contains("is not yours", "your own task " + agent.task(), "the tasks of its plan");
        assertThat(whyRefusal).isEqualTo(refusal);
        List.of(sibling, stranger).forEach(it -> api.post("/api/tasks/" + it + "/cancel", new JsonObject()));
    }

    @Test
    void shouldLetASessionWithoutATaskAnswerItsMessage() {
        // Given
        FakeAgent agent = FakeAgent.without(directory, "worker", new JsonObject());
        agents.add(agent);

        // When
        List<String> refusals = List.of(
                refusal(agent, "task_finish", Map.of("summary", "Done.")),
                refusal(agent, "progress", Map.of("text", "Half.")),
                refusal(agent, "task_hand_off", Map.of("note", "Help.")),
                refusal(agent, "task_get", Map.of()));
        JsonObject list = agent.client().call("task_list", Map.of()).json();

        // Then
        assertThat(refusals)
                .containsOnly("Your session works on no task. Answer the message that you got, and end your turn.");
        assertThat(list.getJsonArray("tasks")).isEmpty();
    }

    private FakeAgent working(JsonObject task) {
        FakeAgent agent = FakeAgent.working(directory, task);
        agents.add(agent);
        return agent;
    }

    /** A task that no agent can get. */
    private String waiting(JsonObject fields) {
        return api.json(api.post("/api/tasks", new JsonObject("""
                                {"title": "Waits", "prompt": "Wait.", "requires": ["no-such-tag"]}
                                """).mergeIn(fields)))
                .getString("id");
    }

    private static String refusal(FakeAgent agent, String tool, Map<String, ?> arguments) {
        ToolResult result = agent.client().call(tool, arguments);
        assertThat(result.error()).as(result.text()).isTrue();
        return result.text();
    }
}
