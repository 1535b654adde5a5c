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

/** The stories of the real Claude Code, told by the real Codex. */
@QuarkusTest
@WithTestResource(ServiceTestResource.class)
@RealCliTest("codex")
class CodexStoryTest extends Story {
    @Test
    void shouldTellATaskFromPromptToResult() throws Exception {
        try (MockLlm llm = MockLlm.start()) {
            // Given
            LlmEndpoint api = llm.scenario(ok().chunks(5).usage(new TokenUsage(321, 45, 100, 20)));
            String agent = stage.codex(api);

            // When
            String task = stage.api().task(agent, "Say hello");

            // Then
            JsonObject done = stage.api().awaitTask(task, "done");
            List<JsonObject> events = stage.api().events(done.getString("session"));
            assertThat(StoryFixture.story(events))
                    .containsExactly(
                            "user.message",
                            "session.started",
                            "message.delta",
                            "message",
                            "usage",
                            "turn.ended",
                            "session.ended");
            assertThat(StoryFixture.of(events, "message.delta")).hasSize(5);
            assertThat(StoryFixture.shownTexts(events)).containsExactly(done.getString("result"));
            JsonObject usage = StoryFixture.of(events, "usage").getFirst();
            assertThat(usage.getLong("inputTokens")).isEqualTo(321);
            assertThat(usage.getLong("outputTokens")).isEqualTo(45);
            assertThat(usage.getLong("cacheReadTokens")).isEqualTo(100);
            assertThat(usage.getLong("cacheWriteTokens")).isEqualTo(20);
            assertThat(stage.api().awaitEnd(done.getString("session")).getString("state"))
                    .isEqualTo("completed");
        }
    }

    @Test
    void shouldGiveTheRunningTurnAMessageThatComesMeanwhile() throws Exception {
        try (MockLlm llm = MockLlm.start()) {
            // Given
            LlmEndpoint api = llm.scenario(ok().chunks(100).perSecond(5));
            String session = stage.api().start(stage.codex(api), "Talk for long");
            stage.awaitEvent(session, "message.delta");
            api.change(ok().text("Short."));

            // When
            send(session, "messages", new JsonObject().put("text", "Be short"));

            // Then
            stage.awaitEvents(session, "turn.ended", 2);
            send(session, "stop", new JsonObject());
            stage.api().awaitEnd(session);
            assertThat(StoryFixture.shownTexts(stage.api().events(session))).containsExactly("Short.");
            assertThat(api.modelRequests().getLast().messages().toString()).contains("Talk for long", "Be short");
        }
    }

    @Test
    void shouldRunTheTaskAgainWhenTheCliIsKilledAndLeaveNoToolOfIt() throws Exception {
        try (MockLlm llm = MockLlm.start()) {
            // Given
            LlmEndpoint api = llm.scenario(tool(ToolCall.execCommand("tail -f /dev/null")));
            String task = stage.api().task(stage.codex(api, 1, simple()), "Wait");
            String first = stage.api().awaitSession(task);
            StoryFixture.awaitProcess(first, "tail");
            api.change(ok().text("Second time lucky."));

            // When
            StoryFixture.awaitProcess(first, "codex").destroyForcibly();

            // Then
            JsonObject killed = stage.api().awaitEnd(first);
            assertThat(StoryFixture.processes(first)).isEmpty();
            assertThat(killed.getString("state")).isEqualTo("failed");
            assertThat(killed.getJsonObject("end").getInteger("signal")).isEqualTo(9);
            assertThat(killed.getJsonObject("end").getString("reason")).contains("signal 9");
            JsonObject done = stage.api().awaitTask(task, "done");
            assertThat(done.getString("result")).isEqualTo("Second time lucky.");
        }
    }

    /** A model that Codex does not know gets the plain tools. */
    private static JsonObject simple() {
        return new JsonObject().put("model", "mock");
    }

    private void send(String session, String what, JsonObject body) {
        stage.api().json(stage.api().post("/api/sessions/" + session + "/" + what, body));
    }
}
