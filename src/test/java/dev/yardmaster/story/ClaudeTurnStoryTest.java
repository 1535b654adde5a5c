package dev.yardmaster.story;

import static dev.yardmaster.testkit.llm.Scenario.ok;
import static dev.yardmaster.testkit.llm.Scenario.tool;
import static org.assertj.core.api.Assertions.assertThat;

import dev.yardmaster.testkit.ServiceTestResource;
import dev.yardmaster.testkit.cli.RealCliTest;
import dev.yardmaster.testkit.llm.LlmEndpoint;
import dev.yardmaster.testkit.llm.MockLlm;
import dev.yardmaster.testkit.llm.ToolCall;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Successful turns of the real Claude Code. */
@QuarkusTest
@WithTestResource(ServiceTestResource.class)
@RealCliTest("claude-code")
class ClaudeTurnStoryTest extends Story {
    @Test
    void shouldWorkInTheDirectoryOfTheSession() throws Exception {
        try (MockLlm llm = MockLlm.start()) {
            // Given
            String agent = fixture.claude(
                    new JsonObject().put("launchMode", "one-shot"),
                    llm.scenario(
                            tool(ToolCall.bash("echo 'it works' > made.txt")).text("Made.")));

            // When
            String task = fixture.api().task(agent, "Make it");

            // Then
            JsonObject done = fixture.api().awaitTask(task, "done");
            assertThat(done.getString("result")).isEqualTo("Made.");
            JsonObject session = fixture.api().awaitEnd(done.getString("session"));
            assertThat(Path.of(session.getString("directory"), "made.txt")).hasContent("it works\n");
            assertThat(StoryFixture.eventTypes(fixture.api().events(done.getString("session"))))
                    .containsSubsequence("tool.call", "tool.result", "message", "usage", "turn.ended");
        }
    }

    @Test
    void shouldFinishATaskWithTheTurnThatACommandInTheBackgroundCauses() throws Exception {
        try (MockLlm llm = MockLlm.start()) {
            // Given
            String agent =
                    fixture.claude(llm.scenario(tool(ToolCall.bashInBackground("sleep 2; echo 'it works' > made.txt"))
                            .times(1)
                            .then(ok().text("It runs.").times(1).then(ok().text("FINAL")))));

            // When
            String task = fixture.api().task(agent, "Make it");

            // Then
            JsonObject done = fixture.api().awaitTask(task, "done");
            assertThat(done.getString("result")).isEqualTo("FINAL");
            JsonObject session = fixture.api().awaitEnd(done.getString("session"));
            assertThat(Path.of(session.getString("directory"), "made.txt")).hasContent("it works\n");
            assertThat(StoryFixture.eventTypes(fixture.api().events(done.getString("session"))))
                    .containsSubsequence(
                            "background.tasks",
                            "turn.ended",
                            "background.tasks",
                            "turn.started",
                            "message",
                            "turn.ended");
        }
    }

    @Test
    void shouldOfferNoWorktreeOfClaudeCodesOwn() throws Exception {
        try (MockLlm llm = MockLlm.start()) {
            // Given
            LlmEndpoint api = llm.scenario(ok());
            String agent = fixture.claude(api);

            // When
            fixture.api().awaitTask(fixture.api().task(agent, "Go"), "done");

            // Then
            assertThat(api.modelRequests().getFirst().body().findValuesAsText("name"))
                    .contains("Bash")
                    .doesNotContain("EnterWorktree");
        }
    }

    @Test
    void shouldKeepSessionsApartThatRunAtTheSameTime() throws Exception {
        try (MockLlm llm = MockLlm.start()) {
            // Given
            LlmEndpoint api = llm.scenario(ok().chunks(10).perSecond(10));
            String agent = fixture.claude(new JsonObject().put("maxConcurrentTasks", 4), api);

            // When
            List<String> tasks = IntStream.range(0, 4)
                    .mapToObj(number -> fixture.api().task(agent, "Prompt " + number))
                    .toList();

            // Then
            for (int number = 0; number < 4; number++) {
                JsonObject done = fixture.api().awaitTask(tasks.get(number), "done");
                List<JsonObject> events = fixture.api().events(done.getString("session"));
                assertThat(StoryFixture.of(events, "user.message").getFirst().getString("text"))
                        .isEqualTo("Prompt " + number);
                assertThat(StoryFixture.shownTexts(events)).containsExactly(done.getString("result"));
            }
            assertThat(api.modelRequests()).hasSize(4);
        }
    }

    @Test
    void shouldEndASessionThatLastsTooLong() throws Exception {
        try (MockLlm llm = MockLlm.start()) {
            // Given
            String agent = fixture.claude(llm.scenario(ok().chunks(1_000).perSecond(5)));
            var terms = new JsonObject().put("timeout", "PT8S").put("maxFailures", 1);

            // When
            String task = fixture.api().task(agent, "Never end", terms);

            // Then
            JsonObject failed = fixture.api().awaitTask(task, "failed");
            assertThat(failed.getString("reason")).contains("wall-clock watchdog", "8s");
        }
    }
}
