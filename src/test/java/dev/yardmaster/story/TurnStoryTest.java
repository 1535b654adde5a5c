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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Healthy turns of the real Claude Code. */
@QuarkusTest
@WithTestResource(ServiceTestResource.class)
@RealCliTest("claude-code")
class TurnStoryTest extends Story {
    @Test
    void shouldTellATaskFromPromptToResult() throws Exception {
        try (MockLlm llm = MockLlm.start()) {
            // Given
            LlmEndpoint api = llm.scenario(ok().chunks(5).usage(TokenUsage.of(321, 45)));
            String agent = stage.claude(api);

            // When
            String task = stage.api().task(agent, "Say hello");

            // Then
            JsonObject done = stage.api().awaitTask(task, "done");
            String session = done.getString("session");
            List<JsonObject> events = stage.api().events(session);
            assertThat(Stage.story(events))
                    .containsExactly(
                            "user.message",
                            "session.started",
                            "message.delta",
                            "message",
                            "usage",
                            "turn.ended",
                            "session.ended");
            assertThat(Stage.of(events, "message.delta")).hasSize(5);
            String text = Stage.of(events, "message").getFirst().getString("text");
            assertThat(Stage.of(events, "message.delta").stream()
                            .map(it -> it.getString("text"))
                            .reduce("", String::concat))
                    .isEqualTo(text);
            assertThat(done.getString("result")).isEqualTo(text);
            JsonObject usage = Stage.of(events, "usage").getFirst();
            assertThat(usage.getLong("inputTokens")).isEqualTo(321);
            assertThat(usage.getLong("outputTokens")).isEqualTo(45);
            JsonObject row = stage.api().awaitEnd(session);
            assertThat(row.getString("state")).isEqualTo("completed");
            assertThat(row.getJsonObject("usage").getLong("inputTokens")).isEqualTo(321);
        }
    }

    @Test
    void shouldTellToolsWithWhatTheyAnswer() throws Exception {
        try (MockLlm llm = MockLlm.start()) {
            // Given
            Path file = directory.resolve("made-by-the-tool.txt");
            String agent = stage.claude(
                    llm.scenario(tool(ToolCall.write(file, "it works\n")).text("All done.")));

            // When
            String task = stage.api().task(agent, "Write a file");

            // Then
            JsonObject done = stage.api().awaitTask(task, "done");
            List<JsonObject> events = stage.api().events(done.getString("session"));
            JsonObject call = Stage.of(events, "tool.call").getFirst();
            JsonObject result = Stage.of(events, "tool.result").getFirst();
            assertThat(call.getString("name")).isEqualTo("Write");
            assertThat(call.getJsonObject("input").getString("file_path")).isEqualTo(file.toString());
            assertThat(result.getString("call")).isEqualTo(call.getString("call"));
            assertThat(result.getBoolean("error")).isFalse();
            assertThat(Files.readString(file)).isEqualTo("it works\n");
            assertThat(done.getString("result")).isEqualTo("All done.");
        }
    }

    @Test
    void shouldRunOneShotSessions() throws Exception {
        try (MockLlm llm = MockLlm.start()) {
            // Given
            LlmEndpoint api = llm.scenario(ok().text("Once and for all."));
            String agent = stage.claude(new JsonObject().put("launchMode", "one-shot"), api);

            // When
            String task = stage.api().task(agent, "--help\nis not an option but a prompt");

            // Then
            JsonObject done = stage.api().awaitTask(task, "done");
            assertThat(done.getString("result")).isEqualTo("Once and for all.");
            assertThat(api.modelRequests().getLast().messages().toString()).contains("is not an option but a prompt");
        }
    }

    @Test
    void shouldWorkInTheDirectoryOfTheSession() throws Exception {
        try (MockLlm llm = MockLlm.start()) {
            // Given
            String agent = stage.claude(
                    new JsonObject().put("launchMode", "one-shot"),
                    llm.scenario(
                            tool(ToolCall.bash("echo 'it works' > made.txt")).text("Made.")));

            // When
            String task = stage.api().task(agent, "Make it");

            // Then
            JsonObject done = stage.api().awaitTask(task, "done");
            assertThat(done.getString("result")).isEqualTo("Made.");
            JsonObject session = stage.api().awaitEnd(done.getString("session"));
            assertThat(Path.of(session.getString("directory"), "made.txt")).hasContent("it works\n");
            assertThat(Stage.story(stage.api().events(done.getString("session"))))
                    .containsSubsequence("tool.call", "tool.result", "message", "usage", "turn.ended");
        }
    }

    @Test
    void shouldKeepSessionsApartThatRunAtTheSameTime() throws Exception {
        try (MockLlm llm = MockLlm.start()) {
            // Given
            LlmEndpoint api = llm.scenario(ok().chunks(10).perSecond(10));
            String agent = stage.claude(new JsonObject().put("maxConcurrentTasks", 4), api);

            // When
            List<String> tasks = IntStream.range(0, 4)
                    .mapToObj(number -> stage.api().task(agent, "Prompt " + number))
                    .toList();

            // Then
            for (int number = 0; number < 4; number++) {
                JsonObject done = stage.api().awaitTask(tasks.get(number), "done");
                List<JsonObject> events = stage.api().events(done.getString("session"));
                assertThat(Stage.of(events, "user.message").getFirst().getString("text"))
                        .isEqualTo("Prompt " + number);
                assertThat(Stage.shownTexts(events)).containsExactly(done.getString("result"));
            }
            assertThat(api.modelRequests()).hasSize(4);
        }
    }
}
