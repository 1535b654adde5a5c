package dev.yardmaster.story;

import static dev.yardmaster.testkit.llm.Scenario.ok;
import static dev.yardmaster.testkit.llm.Scenario.tool;
import static org.assertj.core.api.Assertions.assertThat;

import dev.yardmaster.testkit.ServiceTestResource;
import dev.yardmaster.testkit.cli.RealCliTest;
import dev.yardmaster.testkit.llm.LlmEndpoint;
import dev.yardmaster.testkit.llm.MockLlm;
import dev.yardmaster.testkit.llm.TokenUsage;
import dev.yardmaster.testkit.llm.ToolCall;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Talking to a running session of the real Claude Code. */
@QuarkusTest
@WithTestResource(ServiceTestResource.class)
@RealCliTest("claude-code")
class LiveStoryTest extends Story {
    @Test
    void shouldTakeFurtherMessagesAndCountEachTurnByItself() throws Exception {
        try (MockLlm llm = MockLlm.start()) {
            // Given
            LlmEndpoint api = llm.scenario(ok().usage(TokenUsage.of(100, 7)));
            String session = stage.api().start(stage.claude(api), "First");
            stage.awaitEvent(session, "turn.ended");
            api.change(ok().usage(TokenUsage.of(250, 11)));

            // When
            send(session, "messages", new JsonObject().put("text", "Second"));

            // Then
            stage.awaitEvents(session, "turn.ended", 2);
            send(session, "stop", new JsonObject());
            JsonObject ended = stage.api().awaitEnd(session);
            List<JsonObject> events = stage.api().events(session);
            assertThat(Stage.of(events, "session.started")).hasSize(1);
            assertThat(Stage.of(events, "user.message"))
                    .extracting(it -> it.getString("text"))
                    .containsExactly("First", "Second");
            assertThat(Stage.of(events, "usage"))
                    .extracting(it -> it.getLong("outputTokens"))
                    .containsExactly(7L, 11L);
            assertThat(ended.getJsonObject("usage").getLong("inputTokens")).isEqualTo(350);
            assertThat(ended.getJsonObject("usage").getLong("outputTokens")).isEqualTo(18);
            assertThat(ended.getString("state")).isEqualTo("stopped");
        }
    }

    @Test
    void shouldInterruptATurnAndGoOnWithTheNext() throws Exception {
        try (MockLlm llm = MockLlm.start()) {
            // Given
            LlmEndpoint api = llm.scenario(ok().chunks(100).perSecond(5));
            String session = stage.api().start(stage.claude(api), "Talk for long");
            stage.awaitEvent(session, "message.delta");

            // When
            send(session, "interrupt", new JsonObject());

            // Then
            assertThat(stage.awaitEvent(session, "turn.ended").getString("outcome"))
                    .isEqualTo("interrupted");
            api.change(ok().text("Short."));
            send(session, "messages", new JsonObject().put("text", "Be short"));
            JsonObject second = stage.awaitEvents(session, "turn.ended", 2).getLast();
            assertThat(second.getString("outcome")).isEqualTo("completed");
            assertThat(second.getString("result")).isEqualTo("Short.");
            send(session, "stop", new JsonObject());
            stage.api().awaitEnd(session);
        }
    }

    @Test
    void shouldGoOnWithAnEarlierConversation() throws Exception {
        try (MockLlm llm = MockLlm.start()) {
            // Given
            LlmEndpoint api = llm.scenario(ok().text("Noted."));
            String agent = stage.claude(api);
            String first = stage.api().start(agent, "The password is swordfish");
            stage.awaitEvent(first, "turn.ended");
            send(first, "stop", new JsonObject());
            stage.api().awaitEnd(first);

            // When
            String second = stage.api()
                    .json(stage.api()
                            .post(
                                    "/api/agents/" + agent + "/start",
                                    new JsonObject()
                                            .put("prompt", "What is it?")
                                            .put("resume", first)))
                    .getString("id");

            // Then
            stage.awaitEvent(second, "turn.ended");
            assertThat(api.modelRequests().getLast().messages().toString()).contains("swordfish", "What is it?");
            send(second, "stop", new JsonObject());
            assertThat(stage.api().awaitEnd(second).getString("providerSession"))
                    .isEqualTo(first);
        }
    }

    @Test
    void shouldLeaveNoToolBehindWhenItIsStopped() throws Exception {
        try (MockLlm llm = MockLlm.start()) {
            // Given
            String agent = stage.claude(llm.scenario(tool(ToolCall.bash("tail -f /dev/null"))));
            String session = stage.api().start(agent, "Sleep");
            Stage.awaitProcess(session, "tail");

            // When
            send(session, "stop", new JsonObject());

            // Then
            assertThat(stage.api().awaitEnd(session).getString("state")).isEqualTo("stopped");
            assertThat(Stage.processes(session)).isEmpty();
        }
    }

    private void send(String session, String what, JsonObject body) {
        stage.api().json(stage.api().post("/api/sessions/" + session + "/" + what, body));
    }
}
