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

/** The real Codex, end to end. */
@QuarkusTest
@WithTestResource(ServiceTestResource.class)
@RealCliTest("codex")
class CodexStoryTest extends Story {
    @Test
    void shouldRunATaskFromPromptToResult() throws Exception {
        try (MockLlm llm = MockLlm.start()) {
            // Given
            LlmEndpoint api = llm.scenario(ok().chunks(5).usage(new TokenUsage(321, 45, 100, 20)));
            String agent = fixture.codex(api);

            // When
            String task = fixture.api().task(agent, "Say hello");

            // Then
            JsonObject done = fixture.api().awaitTask(task, "done");
            List<JsonObject> events = fixture.api().events(done.getString("session"));
            assertThat(StoryFixture.eventTypes(events))
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
            assertThat(fixture.api().awaitEnd(done.getString("session")).getString("state"))
                    .isEqualTo("completed");
        }
    }

    @Test
    void shouldPassAMessageToTheRunningTurn() throws Exception {
        try (MockLlm llm = MockLlm.start()) {
            // Given
            LlmEndpoint api = llm.scenario(ok().chunks(100).perSecond(5));
            String session = fixture.api().start(fixture.codex(api), "Talk for long");
            fixture.awaitEvent(session, "message.delta");
            api.change(ok().text("Short."));

            // When
            send(session, "messages", new JsonObject().put("text", "Be short"));

            // Then
            fixture.awaitEvents(session, "turn.ended", 2);
            send(session, "stop", new JsonObject());
            fixture.api().awaitEnd(session);
            assertThat(StoryFixture.shownTexts(fixture.api().events(session))).containsExactly("Short.");
            assertThat(api.modelRequests().getLast().messages().toString()).contains("Talk for long", "Be short");
        }
    }

    @Test
    void shouldRetryTheTaskAndEndItsToolsWhenTheCliIsKilled() throws Exception {
        try (MockLlm llm = MockLlm.start()) {
            // Given
            LlmEndpoint api = llm.scenario(tool(ToolCall.execCommand("tail -f /dev/null")));
            String task = fixture.api().task(fixture.codex(api, 1, simple()), "Wait");
            String first = fixture.api().awaitSession(task);
            StoryFixture.awaitProcess(first, "tail");
            api.change(ok().text("Second time lucky."));

            // When
            StoryFixture.awaitProcess(first, "codex").destroyForcibly();

            // Then
            JsonObject killed = fixture.api().awaitEnd(first);
            assertThat(StoryFixture.processes(first)).isEmpty();
            assertThat(killed.getString("state")).isEqualTo("failed");
            assertThat(killed.getJsonObject("end").getInteger("signal")).isEqualTo(9);
            assertThat(killed.getJsonObject("end").getString("reason")).contains("signal 9");
            JsonObject done = fixture.api().awaitTask(task, "done");
            assertThat(done.getString("result")).isEqualTo("Second time lucky.");
        }
    }

    /** Codex uses its plain shell tool for a model that it does not know. */
    private static JsonObject simple() {
        return new JsonObject().put("model", "mock");
    }

    private void send(String session, String what, JsonObject body) {
        fixture.api().json(fixture.api().post("/api/sessions/" + session + "/" + what, body));
    }
}
