package dev.yardmaster.tools;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yardmaster.testkit.Api;
import dev.yardmaster.testkit.LocalService;
import dev.yardmaster.testkit.ServiceTestResource;
import dev.yardmaster.testkit.mcp.McpClient.ToolResult;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The mail of agents, as their tools show it. */
@QuarkusTest
@WithTestResource(ServiceTestResource.class)
@Timeout(180)
class MailToolsHttpTest {
    private final Api api = LocalService.api();
    private final List<FakeAgent> agents = new ArrayList<>();

    @TempDir
    Path directory;

    @AfterEach
    void stopSessions() {
        agents.forEach(FakeAgent::stop);
    }

    @Test
    void shouldSendReadAnswerAndAcknowledgeMessages() {
        // Given
        FakeAgent director = agent("director");
        FakeAgent worker = agent("worker");

        // When
        JsonObject sent = sent(
                director.client().call("message_send", Map.of("to", worker.name(), "text", "Is the 7:14 on time?")));
        JsonObject read = messages(worker, Map.of()).getJsonObject(0);
        JsonObject answer = sent(worker.client()
                .call("message_send", Map.of("text", "Two minutes late.", "reply_to", read.getString("id"))));
        ToolResult acknowledged = worker.client().call("message_ack", Map.of("message", read.getString("id")));

        // Then
        assertThat(read.getString("id")).isEqualTo(sent.getString("id"));
        assertThat(read.getString("from")).isEqualTo(director.name());
        assertThat(read.getString("text")).isEqualTo("Is the 7:14 on time?");
        assertThat(acknowledged.error()).isFalse();
        assertThat(messages(worker, Map.of("state", "acknowledged"))).hasSize(1);
        JsonObject received = messages(director, Map.of()).getJsonObject(0);
        assertThat(received.getString("id")).isEqualTo(answer.getString("id"));
        assertThat(received.getString("from")).isEqualTo(worker.name());
        assertThat(received.getString("thread")).isEqualTo(read.getString("thread"));
    }

    @Test
    void shouldSendAMessageOnceForARepeatedCall() {
        // Given
        FakeAgent worker = agent("worker");
        Map<String, Object> call = Map.of("to", "people", "text", "I need a key.", "key", "ask-1");

        // When
        JsonObject first = sent(worker.client().call("message_send", call));
        JsonObject second = sent(worker.client().call("message_send", call));

        // Then
        assertThat(second.getString("id")).isEqualTo(first.getString("id"));
        JsonObject inbox = api.json(api.get("/api/inbox?limit=1000&sender=" + worker.name()));
        assertThat(inbox.getJsonArray("items")).hasSize(1);
    }

    @Test
    void shouldKeepTheMailOfOthersFromAnAgent() {
        // Given
        FakeAgent director = agent("director");
        FakeAgent worker = agent("worker");
        FakeAgent other = agent("worker");
        String id = sent(director.client().call("message_send", Map.of("to", worker.name(), "text", "For you only.")))
                .getString("id");

        // When
        ToolResult acknowledged = other.client().call("message_ack", Map.of("message", id));
        ToolResult answered = other.client().call("message_send", Map.of("text", "Thanks.", "reply_to", id));
        JsonArray seen = messages(other, Map.of());

        // Then
        assertThat(List.of(acknowledged, answered))
                .allMatch(ToolResult::error)
                .allSatisfy(result -> assertThat(result.text()).contains("is not yours", "message_list"));
        assertThat(seen).isEmpty();
        assertThat(api.json(api.get("/api/messages/" + id)).getString("state")).isNotEqualTo("acknowledged");
    }

    @Test
    void shouldExplainWhatIsWrong() {
        // Given
        FakeAgent worker = agent("worker");

        // Then
        assertThat(refusal(worker, Map.of("to", "nobody", "text", "Hello"))).contains("'to' is 'nobody'");
        assertThat(refusal(worker, Map.of("text", "Hello"))).contains("name an agent");
        assertThat(refusal(worker, Map.of("to", "people", "text", "Hello", "reply_to", "7")))
                .contains("reply_to", "must be the id of a message");
        assertThat(refusal(worker, Map.of("to", "people", "text", "x".repeat(100_001))))
                .contains("at most 100,000 characters");
        assertThat(worker.client().call("message_list", Map.of("after", "99")).text())
                .contains("must be the 'next' of a page");
    }

    private FakeAgent agent(String role) {
        FakeAgent agent = FakeAgent.without(directory, role, new JsonObject());
        agents.add(agent);
        return agent;
    }

    private static String refusal(FakeAgent agent, Map<String, Object> arguments) {
        ToolResult result = agent.client().call("message_send", arguments);
        assertThat(result.error()).as(result.text()).isTrue();
        return result.text();
    }

    private static JsonObject sent(ToolResult result) {
        assertThat(result.error()).as(result.text()).isFalse();
        return new JsonObject(result.text()).getJsonArray("messages").getJsonObject(0);
    }

    private static JsonArray messages(FakeAgent agent, Map<String, Object> arguments) {
        ToolResult result = agent.client().call("message_list", arguments);
        assertThat(result.error()).as(result.text()).isFalse();
        return new JsonObject(result.text()).getJsonArray("messages");
    }
}
