package dev.yardmaster.story;

import static dev.yardmaster.testkit.llm.Scenario.ok;
import static dev.yardmaster.testkit.llm.Scenario.tool;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.yardmaster.json.Json;
import dev.yardmaster.testkit.ServiceTestResource;
import dev.yardmaster.testkit.llm.LlmEndpoint;
import dev.yardmaster.testkit.llm.Scenario;
import dev.yardmaster.testkit.llm.ToolCall;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;

/** With every provider, a worker asks, its task waits without a session, and the same conversation goes on with the answer of a person. */
@QuarkusTest
@TestProfile(ProvidersStoryTest.OneAttempt.class)
@WithTestResource(ServiceTestResource.class)
class QuestionStoryTest extends SharedStory {
    @Test
    void shouldParkATaskThatAsksAndFinishItInTheSameConversation() {
        onAllClis(cli -> {
            // Given
            String agent = agent(cli);
            LlmEndpoint model = model(cli, askAndFinish(cli));
            String task = fixture.api().task(agent, "Build the swordfish line");
            SessionResult asked = awaitResult(fixture.api().awaitSession(task));
            JsonObject waiting = fixture.api().awaitTask(task, "waiting");
            String question = fixture.api()
                    .json(fixture.api().get("/api/questions?state=open&task=" + task))
                    .getJsonArray("items")
                    .getJsonObject(0)
                    .getString("id");

            // When
            fixture.api()
                    .json(fixture.api()
                            .post(
                                    "/api/questions/" + question + "/answer",
                                    new JsonObject().put("answer", "1435 millimetres")));
            JsonObject done = fixture.api().awaitTask(task, "done");

            // Then
            SessionResult resumed = awaitResult(done.getString("session"));
            assertThat(asked.state()).as(asked.toString()).isEqualTo("completed");
            assertThat(waiting.getString("reason")).contains("Which gauge?");
            assertThat(done.getString("result")).isEqualTo("The line is built.");
            assertThat(resumed.session().getString("earlier"))
                    .isEqualTo(asked.session().getString("id"));
            assertThat(resumed.session().getString("providerSession"))
                    .isEqualTo(asked.session().getString("providerSession"));
            assertThat(resumed.of("user.message").getFirst().getString("text"))
                    .contains("> 1435 millimetres", "Go on with the task.")
                    .doesNotContain("swordfish");
            assertThat(model.modelRequests().getLast().messages().toString())
                    .contains("swordfish", "I wait for the answer.", "1435 millimetres");
        });
    }

    private static Scenario askAndFinish(CliUnderTest cli) {
        ObjectNode question = Json.object().put("question", "Which gauge?").put("blocking", true);
        ObjectNode summary = Json.object().put("summary", "The line is built.");
        return tool(call(cli, "ask", question))
                .times(1)
                .then(ok().text("I wait for the answer.")
                        .afterToolResult()
                        .times(1)
                        .then(tool(call(cli, "task_finish", summary)).times(1).then(ok().text("Reported."))));
    }

    private static ToolCall call(CliUnderTest cli, String tool, ObjectNode arguments) {
        return new ToolCall(cli.mcpTool("yardmaster", tool), arguments);
    }
}
