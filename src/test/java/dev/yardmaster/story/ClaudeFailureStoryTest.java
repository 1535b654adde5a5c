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

/** Failures of the real Claude Code, and how work continues. */
@QuarkusTest
@WithTestResource(ServiceTestResource.class)
class ClaudeFailureStoryTest extends Story {
    @Test
    @RealCliTest("claude-code")
    void shouldQuarantineAnExecutableWhoseKeyIsRefused() throws Exception {
        try (MockLlm llm = MockLlm.start()) {
            // Given
            String agent = fixture.claude(llm.scenario(authError()), "CLAUDE_CODE_MAX_RETRIES", "0");

            // When
            String task = fixture.api().task(agent, "Try");

            // Then
            await().untilAsserted(() -> assertThat(fixture.api()
                            .json(fixture.api().get("/api/tasks/" + task))
                            .getString("reason"))
                    .contains("can't be used now", "refused its credentials", "API key"));
            JsonObject waiting = fixture.api().json(fixture.api().get("/api/tasks/" + task));
            assertThat(waiting.getString("state")).isEqualTo("open");
            assertThat(waiting.getInteger("attempts")).isOne();
            assertThat(waiting.getInteger("failures")).isZero();
            fixture.api().post("/api/tasks/" + task + "/cancel", new JsonObject());
        }
    }

    @Test
    @RealCliTest("claude-code")
    void shouldWaitWhenAKeyIsLimitedWithoutAReset() throws Exception {
        try (MockLlm llm = MockLlm.start()) {
            // Given
            String agent = fixture.claude(llm.scenario(apiKeyLimit(Duration.ofHours(1))));
            String task = fixture.api().task(agent, "Try");
            Instant start = Instant.now();

            // When
            JsonObject ended = fixture.api().awaitEnd(fixture.api().awaitSession(task));

            // Then
            assertThat(ended.getString("state")).isEqualTo("limited");
            JsonObject limit = StoryFixture.of(fixture.api().events(ended.getString("id")), "limit")
                    .getLast();
            assertThat(limit.getBoolean("blocked")).isTrue();
            assertThat(limit.containsKey("resetsAt")).isFalse();
            JsonObject open = fixture.api().awaitTask(task, "open");
            assertThat(fixture.limitedUntil(ended.getString("id")))
                    .isBetween(start.plus(Duration.ofMinutes(5)), Instant.now().plus(Duration.ofMinutes(5)));
            assertThat(open.getInteger("failures")).isZero();
        }
    }

    @Test
    @RealCliTest("claude-code")
    void shouldFailATaskWhenTheModelNeverHasCapacity() throws Exception {
        try (MockLlm llm = MockLlm.start()) {
            // Given
            String agent = fixture.claude(llm.scenario(overloaded()), "CLAUDE_CODE_MAX_RETRIES", "1");

            // When
            String task = fixture.api().task(agent, "Try");

            // Then
            JsonObject failed = fixture.api().awaitTask(task, "failed");
            assertThat(failed.getInteger("attempts")).isEqualTo(3);
            assertThat(failed.getInteger("failures")).isZero();
            assertThat(failed.getString("reason")).contains("529");
            List<JsonObject> events = fixture.api().events(failed.getString("session"));
            assertThat(StoryFixture.of(events, "retry"))
                    .singleElement()
                    .satisfies(retry -> assertThat(retry.getInteger("status")).isEqualTo(529));
            assertThat(StoryFixture.of(events, "error").getFirst().getInteger("status"))
                    .isEqualTo(529);
        }
    }

    @Test
    @RealCliTest("claude-code")
    void shouldNotDuplicateTextWhenTheCliRetriesWithoutStreaming() throws Exception {
        try (MockLlm llm = MockLlm.start()) {
            // Given
            LlmEndpoint api = llm.scenario(
                    ok().chunks(5).perSecond(10).disconnectAfter(2).times(1).then(ok().chunks(5)));
            String agent = fixture.claude(api, "CLAUDE_CODE_MAX_RETRIES", "0");

            // When
            String task = fixture.api().task(agent, "Talk");

            // Then
            JsonObject done = fixture.api().awaitTask(task, "done");
            assertThat(done.getString("result")).endsWith("chunk 5 of 5. ");
            List<JsonObject> events = fixture.api().events(done.getString("session"));
            assertThat(StoryFixture.of(events, "message.delta")).hasSize(2);
            assertThat(StoryFixture.shownTexts(events)).containsExactly(done.getString("result"));
            assertThat(api.modelRequests()).extracting(LlmRequest::stream).containsExactly(true, false);
        }
    }

    @Test
    @RealCliTest("claude-code")
    void shouldRetryTheTaskAndEndItsToolsWhenTheCliIsKilled() throws Exception {
        try (MockLlm llm = MockLlm.start()) {
            // Given
            LlmEndpoint api = llm.scenario(tool(ToolCall.bash("tail -f /dev/null")));
            String task = fixture.api().task(fixture.claude(api), "Wait");
            String first = fixture.api().awaitSession(task);
            StoryFixture.awaitProcess(first, "tail");
            api.change(ok().text("Second time lucky."));

            // When
            StoryFixture.awaitProcess(first, "claude").destroyForcibly();

            // Then
            JsonObject killed = fixture.api().awaitEnd(first);
            assertThat(StoryFixture.processes(first)).isEmpty();
            assertThat(killed.getString("state")).isEqualTo("failed");
            assertThat(killed.getJsonObject("end").getInteger("signal")).isEqualTo(9);
            assertThat(killed.getJsonObject("end").getString("reason")).contains("signal 9");
            JsonObject done = fixture.api().awaitTask(task, "done");
            assertThat(done.getString("result")).isEqualTo("Second time lucky.");
            assertThat(done.getInteger("attempts")).isEqualTo(2);
        }
    }

    @Test
    void shouldExplainHowToInstallAMissingCli() {
        // Given
        String missing = Slots.script("exit 1");
        Slots.remove(missing);

        // When
        String task = fixture.api().task(fixture.api().agent(missing), "Try");

        // Then
        JsonObject failed = fixture.api().awaitTask(task, "failed");
        assertThat(failed.getString("reason")).contains(missing, "npm install -g @anthropic-ai/claude-code");
    }
}
