package dev.yardmaster.tools;

import static dev.yardmaster.tools.AskFixture.answer;
import static dev.yardmaster.tools.AskFixture.asked;
import static dev.yardmaster.tools.AskFixture.lastRead;
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
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Agents ask, their tasks wait, and the answers reach their conversations. */
@QuarkusTest
@WithTestResource(ServiceTestResource.class)
@Timeout(240)
class AskHttpTest {
    @RegisterExtension
    final AskFixture fixture = new AskFixture();

    private final Api api = LocalService.api();

    @TempDir
    Path directory;

    @Test
    void shouldParkTheTaskAndResumeItsConversationWithTheAnswer() {
        // Given
        FakeAgent agent = working();
        String question = asked(
                agent, Map.of("question", "Which gauge?", "blocking", true, "options", List.of("1435 mm", "1000 mm")));

        // When
        agent.endTurn();
        JsonObject waiting = api.awaitTask(agent.task(), "waiting");
        JsonObject why = api.json(api.get("/api/tasks/" + agent.task() + "/why"));
        JsonObject idle = api.json(api.get("/api/agents/" + agent.name()));
        JsonObject answered = answer(question, "1435 mm");
        FakeAgent next = next(agent);

        // Then
        assertThat(waiting.getString("reason")).contains("an answer of people", question, "Which gauge?");
        assertThat(waiting.containsKey("endedAt")).isFalse();
        assertThat(why.getJsonArray("waitsFor").toString()).contains("/api/questions/" + question + "/answer");
        assertThat(idle.containsKey("session")).isFalse();
        assertThat(answered.getString("state")).isEqualTo("answered");
        assertThat(answered.getString("answer")).isEqualTo("1435 mm");
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(lastRead(next)).contains("1435 mm"));
        assertThat(lastRead(next))
                .contains("answers message " + question, "Your work on the task goes on")
                .doesNotContain("Do it.");
        assertThat(lastLine(next.arguments())).contains("--resume s");
        next.client().call("task_finish", Map.of("summary", "Built it."));
        next.endTurn();
        assertThat(api.awaitTask(agent.task(), "done").getString("result")).isEqualTo("Built it.");
        assertThat(api.json(api.get("/api/messages/" + question)).getString("state"))
                .isEqualTo("acknowledged");
    }

    @Test
    void shouldAskTheSameOpenQuestionOnce() {
        // Given
        FakeAgent agent = working();

        // When
        String first = asked(agent, Map.of("question", "Once?"));
        String second = asked(agent, Map.of("question", "Once?"));
        String other = asked(agent, Map.of("question", "Twice?"));

        // Then
        assertThat(second).isEqualTo(first).isNotEqualTo(other);
        assertThat(api.json(api.get("/api/questions?task=" + agent.task() + "&state=open"))
                        .getJsonArray("items"))
                .hasSize(2);
    }

    @Test
    void shouldExplainWrongArguments() {
        // Given
        FakeAgent agent = working();

        // When / Then
        assertThat(refusal(agent, Map.of())).contains("'question' is missing");
        assertThat(refusal(agent, Map.of("to", "nobody-here"))).contains("which is not the id or name of an agent");
        assertThat(refusal(agent, Map.of("to", agent.name()))).contains("is the sender");
        assertThat(refusal(agent, Map.of("to", "role:steward"))).contains("a question has one answer");
        assertThat(refusal(agent, Map.of("to", "person:nobody-here"))).contains("no token has this name");
        assertThat(refusal(agent, Map.of("deadline", "soon"))).contains("a duration such as PT30M");
        assertThat(refusal(agent, Map.of("deadline", "PT0S"))).contains("from 1 second");
        assertThat(refusal(agent, Map.of("default", "Yes."))).contains("needs a 'deadline'");
    }

    @Test
    void shouldListQuestions() {
        // Given
        FakeAgent agent = working();
        String first = asked(agent, Map.of("question", "First?"));
        String second = asked(agent, Map.of("question", "Second?"));
        answer(first, "Yes.");

        // When
        String list = "/api/questions?agent=" + agent.name();

        // Then
        assertThat(ids(list)).containsExactly(second, first);
        assertThat(ids(list + "&sort=created&limit=1")).containsExactly(first);
        assertThat(ids(list + "&state=open")).containsExactly(second);
        assertThat(ids("/api/questions?id=" + first)).containsExactly(first);
        assertThat(api.get(list + "&state=new").statusCode()).isEqualTo(400);
        assertThat(api.get("/api/questions/0199c2d1-0000-7000-8000-000000000000")
                        .statusCode())
                .isEqualTo(404);
    }

    private FakeAgent working() {
        return fixture.added(FakeAgent.working(directory, new JsonObject()));
    }

    private FakeAgent next(FakeAgent agent) {
        return fixture.next(agent);
    }

    private static String refusal(FakeAgent agent, Map<String, Object> arguments) {
        Map<String, Object> all = new HashMap<>(arguments);
        if (!arguments.isEmpty()) {
            all.put("question", "Well?");
        }
        ToolResult result = agent.client().call("ask", all);
        assertThat(result.error()).isTrue();
        return result.text();
    }

    private List<String> ids(String list) {
        return api.json(api.get(list)).getJsonArray("items").stream()
                .map(it -> ((JsonObject) it).getString("id"))
                .toList();
    }

    private static String lastLine(String text) {
        return text.lines().reduce("", (_, last) -> last);
    }
}
