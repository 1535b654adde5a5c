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

/** The real OpenCode, end to end. */
@QuarkusTest
@TestProfile(OpenCodeStoryTest.QuicklyIdle.class)
@WithTestResource(ServiceTestResource.class)
@RealCliTest("opencode")
class OpenCodeStoryTest extends Story {
    /** A service that soon stops idle OpenCode servers and ends sessions whose model hangs. */
    public static final class QuicklyIdle implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "yardmaster.opencode.idle", "500ms",
                    "yardmaster.session.idle-timeout", "30s",
                    "yardmaster.dispatch.max-failures", "1");
        }
    }

    /** Waits until the server, which outlives its sessions for a short time, has stopped. */
    @AfterEach
    void awaitTheEndOfTheServer() {
        await().untilAsserted(() -> assertThat(fixture.processes()).isEmpty());
    }

    @Test
    void shouldKeepTheTaskUntilADistantReset() throws Exception {
        try (MockLlm llm = MockLlm.start()) {
            // Given
            LlmEndpoint api = llm.scenario(apiKeyLimit(Duration.ofHours(2)));
            String task = fixture.api().task(openCode(api), "Try");
            String session = fixture.api().awaitSession(task);

            // When
            JsonObject ended = fixture.api().awaitEnd(session);

            // Then
            assertThat(ended.getString("state")).isEqualTo("limited");
            List<JsonObject> events = fixture.api().events(session);
            assertThat(StoryFixture.eventTypes(events))
                    .containsSubsequence("limit", "error", "usage", "turn.ended", "session.ended");
            JsonObject limit = StoryFixture.of(events, "limit").getLast();
            assertThat(limit.getBoolean("blocked")).isTrue();
            Instant reset = Instant.parse(limit.getString("resetsAt"));
            assertThat(reset)
                    .isBetween(
                            Instant.now().plus(Duration.ofMinutes(119)),
                            Instant.now().plus(Duration.ofHours(2)));
            assertThat(api.modelRequests()).hasSize(1);
            JsonObject open = fixture.api().awaitTask(task, "open");
            assertThat(fixture.limitedUntil(open.getString("session")).truncatedTo(ChronoUnit.SECONDS))
                    .isEqualTo(reset.truncatedTo(ChronoUnit.SECONDS));
            assertThat(open.getInteger("failures")).isZero();
        }
    }

    @Test
    void shouldNameTheUnknownModel() throws Exception {
        try (MockLlm llm = MockLlm.start()) {
            // Given
            String agent = fixture.openCode(new JsonObject().put("model", "mock/nope"), llm.scenario(ok()));

            // When
            String task = fixture.api().task(agent, "Try");

            // Then
            JsonObject failed = fixture.api().awaitTask(task, "failed");
            assertThat(failed.getString("reason")).contains("'mock/nope'", "opencode models");
        }
    }

    @Test
    void shouldReportABrokenConfiguration() throws Exception {
        try (MockLlm llm = MockLlm.start()) {
            // Given
            Path broken = Files.writeString(directory.resolve("broken.json"), "{\"nope\": ");
            String agent = fixture.openCode(new JsonObject(), llm.scenario(ok()), "OPENCODE_CONFIG", broken.toString());

            // When
            String task = fixture.api().task(agent, "Try");

            // Then
            JsonObject failed = fixture.api().awaitTask(task, "failed");
            assertThat(failed.getString("reason")).contains("broken.json", "ValueExpected", "Correct it");
        }
    }

    @Test
    void shouldStartAnotherServerWhenOneIsKilled() throws Exception {
        try (MockLlm llm = MockLlm.start()) {
            // Given
            LlmEndpoint api = llm.scenario(tool(bash("tail -f /dev/null")));
            String agent = openCode(api);
            String first = fixture.api().start(agent, "Wait");
            StoryFixture.awaitProcess(first, "tail");
            api.change(ok().text("Second time lucky."));

            // When
            Tools.cli(first, directory).destroyForcibly();

            // Then
            JsonObject killed = fixture.api().awaitEnd(first);
            assertThat(StoryFixture.processes(first)).isEmpty();
            assertThat(killed.getString("state")).isEqualTo("failed");
            assertThat(killed.getJsonObject("end").getString("reason")).contains("signal 9");
            String task = fixture.api().task(agent, "Again");
            assertThat(fixture.api().awaitTask(task, "done").getString("result"))
                    .isEqualTo("Second time lucky.");
        }
    }

    @Test
    void shouldServeTwoDirectoriesAtOnce() throws Exception {
        try (MockLlm llm = MockLlm.start()) {
            // Given
            LlmEndpoint api = llm.scenario(tool(bash("pwd; sleep 1")).chunks(5).perSecond(5));
            String agent = fixture.openCode(new JsonObject().put("maxConcurrentTasks", 2), api);

            // When
            List<String> tasks =
                    List.of(fixture.api().task(agent, "One"), fixture.api().task(agent, "Two"));

            // Then
            for (String task : tasks) {
                JsonObject done = fixture.api().awaitTask(task, "done");
                JsonObject session = fixture.api().awaitEnd(done.getString("session"));
                List<JsonObject> events = fixture.api().events(done.getString("session"));
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
        return fixture.openCode(new JsonObject(), llm);
    }
}
