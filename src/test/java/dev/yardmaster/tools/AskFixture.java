package dev.yardmaster.tools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.yardmaster.testkit.Api;
import dev.yardmaster.testkit.LocalService;
import dev.yardmaster.testkit.mcp.McpClient.ToolResult;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Agents that ask, and the requests for their questions. It disables the agents and stops their sessions after each test. */
final class AskFixture implements AfterEachCallback {
    private static final Api API = LocalService.api();

    final List<FakeAgent> agents = new ArrayList<>();

    @Override
    public void afterEach(ExtensionContext context) {
        agents.forEach(agent -> API.change(agent.name(), new JsonObject().put("enabled", false)));
        agents.forEach(FakeAgent::stop);
    }

    FakeAgent added(FakeAgent agent) {
        agents.add(agent);
        return agent;
    }

    /** The agent in the next session of its task. */
    FakeAgent next(FakeAgent agent) {
        String task = agent.task();
        await().atMost(Duration.ofSeconds(60)).until(() -> {
            JsonObject shown = API.json(API.get("/api/tasks/" + task));
            return "running".equals(shown.getString("state"))
                    && !agent.session().equals(shown.getString("session"));
        });
        return added(FakeAgent.of(
                agent.name(), API.json(API.get("/api/tasks/" + task)).getString("session"), agent.turn()));
    }

    /** Calls the tool {@code ask}. Returns the id of the question. */
    static String asked(FakeAgent agent, Map<String, Object> arguments) {
        ToolResult result = agent.client().call("ask", arguments);
        assertThat(result.error()).as(result.text()).isFalse();
        return new JsonObject(result.text()).getString("question");
    }

    /** Answers a question as a person does. Returns the question. */
    static JsonObject answer(String question, String text) {
        return API.json(API.post("/api/questions/" + question + "/answer", new JsonObject().put("answer", text)));
    }

    static JsonObject question(String id) {
        return API.json(API.get("/api/questions/" + id));
    }

    /** The last message that sessions of the agent have read, as the line of JSON that their CLI got. */
    static String lastRead(FakeAgent agent) {
        return agent.read()
                .lines()
                .filter(line -> line.contains("\"type\":\"user\""))
                .reduce("", (_, last) -> last);
    }
}
