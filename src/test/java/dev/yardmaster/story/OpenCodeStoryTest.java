package dev.yardmaster.story;

import static dev.yardmaster.testkit.cli.RealOpenCode.bash;
import static dev.yardmaster.testkit.llm.Scenario.apiKeyLimit;
import static dev.yardmaster.testkit.llm.Scenario.ok;
import static dev.yardmaster.testkit.llm.Scenario.tool;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.yardmaster.testkit.ServiceTestResource;
import dev.yardmaster.testkit.cli.RealCliTest;
import dev.yardmaster.testkit.llm.LlmEndpoint;
import dev.yardmaster.testkit.llm.MockLlm;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the other stories tell of Claude Code, told by the real OpenCode. */
@QuarkusTest
@TestProfile(OpenCodeStoryTest.QuicklyIdle.class)
@WithTestResource(ServiceTestResource.class)
@RealCliTest("opencode")
class OpenCodeStoryTest extends Story {
    /** A service that keeps no server that nobody uses, and waits for no model that hangs. */
    public static final class QuicklyIdle implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "yardmaster.opencode.idle", "500ms",
                    "yardmaster.session.idle-timeout", "12s",
                    "yardmaster.dispatch.max-failures", "1");
        }
    }

    /** The server outlives its sessions, but not for long. */
    @AfterEach
    void awaitTheEndOfTheServer() {
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(stage.processes()).isEmpty());
    }

    @Test
    void shouldKeepTheTaskUntilAFarAwayLimitResets() throws Exception {
        try (MockLlm llm = MockLlm.start()) {
            // Given
            LlmEndpoint api = llm.scenario(apiKeyLimit(Duration.ofHours(2)));
            String task = stage.api().task(openCode(api), "Try");
            String session = stage.api().awaitSession(task);

            // When
            JsonObject ended = stage.api().awaitEnd(session);

            // Then
            assertThat(ended.getString("state")).isEqualTo("limited");
            List<JsonObject> events = stage.api().events(session);
            assertThat(StoryFixture.story(events))
                    .containsSubsequence("limit", "error", "usage", "turn.ended", "session.ended");
            JsonObject limit = StoryFixture.of(events, "limit").getLast();
            assertThat(limit.getBoolean("blocked")).isTrue();
            Instant reset = Instant.parse(limit.getString("resetsAt"));
            assertThat(reset)
                    .isBetween(
                            Instant.now().plus(Duration.ofMinutes(119)),
                            Instant.now().plus(Duration.ofHours(2)));
            assertThat(api.modelRequests()).hasSize(1);
            JsonObject open = stage.api().awaitTask(task, "open");
            assertThat(stage.limitedUntil(open.getString("session")).truncatedTo(ChronoUnit.SECONDS))
                    .isEqualTo(reset.truncatedTo(ChronoUnit.SECONDS));
            assertThat(open.getInteger("failures")).isZero();
        }
    }

    @Test
    void shouldSayWhichModelIsUnknown() throws Exception {
        try (MockLlm llm = MockLlm.start()) {
            // Given
            String agent = stage.openCode(new JsonObject().put("model", "mock/nope"), llm.scenario(ok()));

            // When
            String task = stage.api().task(agent, "Try");

            // Then
            JsonObject failed = stage.api().awaitTask(task, "failed");
            assertThat(failed.getString("reason")).contains("'mock/nope'", "opencode models");
        }
    }

    @Test
    void shouldSayThatTheConfigurationIsBroken() throws Exception {
        try (MockLlm llm = MockLlm.start()) {
            // Given
            Path broken = Files.writeString(directory.resolve("broken.json"), "{\"nope\": ");
            String agent = stage.openCode(new JsonObject(), llm.scenario(ok()), "OPENCODE_CONFIG", broken.toString());

            // When
            String task = stage.api().task(agent, "Try");

            // Then
            JsonObject failed = stage.api().awaitTask(task, "failed");
            assertThat(failed.getString("reason")).contains("broken.json", "ValueExpected", "Correct it");
        }
    }

    @Test
    void shouldStartAnotherServerWhenOneIsKilled() throws Exception {
        try (MockLlm llm = MockLlm.start()) {
            // Given
            LlmEndpoint api = llm.scenario(tool(bash("tail -f /dev/null")));
            String agent = openCode(api);
            String first = stage.api().start(agent, "Wait");
            StoryFixture.awaitProcess(first, "tail");
            api.change(ok().text("Second time lucky."));

            // When
            Tools.cli(first, directory).destroyForcibly();

            // Then
            JsonObject killed = stage.api().awaitEnd(first);
            assertThat(StoryFixture.processes(first)).isEmpty();
            assertThat(killed.getString("state")).isEqualTo("failed");
            assertThat(killed.getJsonObject("end").getString("reason")).contains("signal 9");
            String task = stage.api().task(agent, "Again");
            assertThat(stage.api().awaitTask(task, "done").getString("result")).isEqualTo("Second time lucky.");
        }
    }

    @Test
    void shouldServeTwoDirectoriesAtOnce() throws Exception {
        try (MockLlm llm = MockLlm.start()) {
            // Given
            LlmEndpoint api = llm.scenario(tool(bash("pwd; sleep 1")).chunks(5).perSecond(5));
            String agent = stage.openCode(new JsonObject().put("maxConcurrentTasks", 2), api);

            // When
            List<String> tasks =
                    List.of(stage.api().task(agent, "One"), stage.api().task(agent, "Two"));

            // Then
            for (String task : tasks) {
                JsonObject done = stage.api().awaitTask(task, "done");
                JsonObject session = stage.api().awaitEnd(done.getString("session"));
                List<JsonObject> events = stage.api().events(done.getString("session"));
                assertThat(StoryFixture.of(events, "tool.result").getFirst().getString("output"))
                        .contains(session.getString("directory"));
                assertThat(StoryFixture.of(events, "turn.ended")).hasSize(1);
                assertThat(StoryFixture.of(events, "message").getLast().getString("text"))
                        .isEqualTo(done.getString("result"));
            }
            assertThat(Files.list(Path.of(directory.toString(), "data", "opencode")))
                    .isNotEmpty();
        }
    }

    private String openCode(LlmEndpoint llm) {
        return stage.openCode(new JsonObject(), llm);
    }
}
