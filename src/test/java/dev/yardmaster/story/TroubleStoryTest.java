package dev.yardmaster.story;

import static dev.yardmaster.testkit.llm.Scenario.apiKeyLimit;
import static dev.yardmaster.testkit.llm.Scenario.authError;
import static dev.yardmaster.testkit.llm.Scenario.ok;
import static dev.yardmaster.testkit.llm.Scenario.overloaded;
import static dev.yardmaster.testkit.llm.Scenario.tool;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.yardmaster.testkit.ServiceTestResource;
import dev.yardmaster.testkit.Slots;
import dev.yardmaster.testkit.cli.RealCliTest;
import dev.yardmaster.testkit.llm.LlmEndpoint;
import dev.yardmaster.testkit.llm.LlmRequest;
import dev.yardmaster.testkit.llm.MockLlm;
import dev.yardmaster.testkit.llm.ToolCall;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What goes wrong with the real Claude Code, and how it goes on. */
@QuarkusTest
@WithTestResource(ServiceTestResource.class)
class TroubleStoryTest extends Story {
    @Test
    @RealCliTest("claude-code")
    void shouldKeepBackAnExecutableWhoseKeyIsRefused() throws Exception {
        try (MockLlm llm = MockLlm.start()) {
            // Given
            String agent = stage.claude(llm.scenario(authError()), "CLAUDE_CODE_MAX_RETRIES", "0");

            // When
            String task = stage.api().task(agent, "Try");

            // Then
            await().untilAsserted(() -> assertThat(stage.api()
                            .json(stage.api().get("/api/tasks/" + task))
                            .getString("reason"))
                    .contains("can't be used now", "refused its credentials", "API key"));
            JsonObject waiting = stage.api().json(stage.api().get("/api/tasks/" + task));
            assertThat(waiting.getString("state")).isEqualTo("open");
            assertThat(waiting.getInteger("attempts")).isOne();
            assertThat(waiting.getInteger("failures")).isZero();
            stage.api().post("/api/tasks/" + task + "/cancel", new JsonObject());
        }
    }

    @Test
    @RealCliTest("claude-code")
    void shouldWaitWhenAKeyIsLimitedWithoutAReset() throws Exception {
        try (MockLlm llm = MockLlm.start()) {
            // Given
            String agent = stage.claude(llm.scenario(apiKeyLimit(Duration.ofHours(1))));
            String task = stage.api().task(agent, "Try");
            Instant start = Instant.now();

            // When
            JsonObject ended = stage.api().awaitEnd(stage.api().awaitSession(task));

            // Then
            assertThat(ended.getString("state")).isEqualTo("limited");
            JsonObject limit = StoryFixture.of(stage.api().events(ended.getString("id")), "limit")
                    .getLast();
            assertThat(limit.getBoolean("blocked")).isTrue();
            assertThat(limit.containsKey("resetsAt")).isFalse();
            JsonObject open = stage.api().awaitTask(task, "open");
            assertThat(stage.limitedUntil(ended.getString("id")))
                    .isBetween(start.plus(Duration.ofMinutes(5)), Instant.now().plus(Duration.ofMinutes(5)));
            assertThat(open.getInteger("failures")).isZero();
        }
    }

    @Test
    @RealCliTest("claude-code")
    void shouldFailATaskForWhichThereIsNeverRoom() throws Exception {
        try (MockLlm llm = MockLlm.start()) {
            // Given
            String agent = stage.claude(llm.scenario(overloaded()), "CLAUDE_CODE_MAX_RETRIES", "1");

            // When
            String task = stage.api().task(agent, "Try");

            // Then
            JsonObject failed = stage.api().awaitTask(task, "failed");
            assertThat(failed.getInteger("attempts")).isEqualTo(3);
            assertThat(failed.getInteger("failures")).isZero();
            assertThat(failed.getString("reason")).contains("529");
            List<JsonObject> events = stage.api().events(failed.getString("session"));
            assertThat(StoryFixture.of(events, "retry"))
                    .singleElement()
                    .satisfies(retry -> assertThat(retry.getInteger("status")).isEqualTo(529));
            assertThat(StoryFixture.of(events, "error").getFirst().getInteger("status"))
                    .isEqualTo(529);
        }
    }

    @Test
    @RealCliTest("claude-code")
    void shouldDoubleNoTextWhenTheModelIsAskedAgainWithoutAStream() throws Exception {
        try (MockLlm llm = MockLlm.start()) {
            // Given
            LlmEndpoint api = llm.scenario(
                    ok().chunks(5).perSecond(10).disconnectAfter(2).times(1).then(ok().chunks(5)));
            String agent = stage.claude(api, "CLAUDE_CODE_MAX_RETRIES", "0");

            // When
            String task = stage.api().task(agent, "Talk");

            // Then
            JsonObject done = stage.api().awaitTask(task, "done");
            assertThat(done.getString("result")).endsWith("chunk 5 of 5. ");
            List<JsonObject> events = stage.api().events(done.getString("session"));
            assertThat(StoryFixture.of(events, "message.delta")).hasSize(2);
            assertThat(StoryFixture.shownTexts(events)).containsExactly(done.getString("result"));
            assertThat(api.modelRequests()).extracting(LlmRequest::stream).containsExactly(true, false);
        }
    }

    @Test
    @RealCliTest("claude-code")
    void shouldRunTheTaskAgainWhenTheCliIsKilledAndLeaveNoToolOfIt() throws Exception {
        try (MockLlm llm = MockLlm.start()) {
            // Given
            LlmEndpoint api = llm.scenario(tool(ToolCall.bash("tail -f /dev/null")));
            String task = stage.api().task(stage.claude(api), "Wait");
            String first = stage.api().awaitSession(task);
            StoryFixture.awaitProcess(first, "tail");
            api.change(ok().text("Second time lucky."));

            // When
            StoryFixture.awaitProcess(first, "claude").destroyForcibly();

            // Then
            JsonObject killed = stage.api().awaitEnd(first);
            assertThat(StoryFixture.processes(first)).isEmpty();
            assertThat(killed.getString("state")).isEqualTo("failed");
            assertThat(killed.getJsonObject("end").getInteger("signal")).isEqualTo(9);
            assertThat(killed.getJsonObject("end").getString("reason")).contains("signal 9");
            JsonObject done = stage.api().awaitTask(task, "done");
            assertThat(done.getString("result")).isEqualTo("Second time lucky.");
            assertThat(done.getInteger("attempts")).isEqualTo(2);
        }
    }

    @Test
    void shouldSayWhatToDoWhenTheCliIsMissing() {
        // Given
        String missing = Slots.script("exit 1");
        Slots.remove(missing);

        // When
        String task = stage.api().task(stage.api().agent(missing), "Try");

        // Then
        JsonObject failed = stage.api().awaitTask(task, "failed");
        assertThat(failed.getString("reason")).contains(missing, "npm install -g @anthropic-ai/claude-code");
    }
}
