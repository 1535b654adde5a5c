package dev.yardmaster.story;

import static dev.yardmaster.testkit.llm.Scenario.apiKeyLimit;
import static dev.yardmaster.testkit.llm.Scenario.authError;
import static dev.yardmaster.testkit.llm.Scenario.ok;
import static dev.yardmaster.testkit.llm.Scenario.subscriptionLimit;
import static dev.yardmaster.testkit.llm.Scenario.tool;
import static org.assertj.core.api.Assertions.assertThat;

import dev.yardmaster.testkit.ServiceTestResource;
import dev.yardmaster.testkit.llm.LlmEndpoint;
import dev.yardmaster.testkit.llm.TokenUsage;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A session for one prompt emits the same events with every provider. */
@QuarkusTest
@TestProfile(ProvidersStoryTest.OneAttempt.class)
@WithTestResource(ServiceTestResource.class)
class ProvidersOneShotStoryTest extends SharedStory {
    private static final List<String> LIMITED =
            List.of("user.message", "session.started", "limit", "error", "turn.ended", "session.ended");

    @Test
    void shouldEmitTheSameEventsForAOneShot() {
        onAllClis(cli -> {
            // Given
            String agent = agent(cli, oneShot());
            LlmEndpoint model = model(cli, ok().text("Once and for all.").usage(new TokenUsage(100, 20, 30, 0)));

            // When
            String task = fixture.api().task(agent, "--help\nis not an option but a prompt");

            // Then
            SessionResult result = awaitResult(fixture.api().awaitSession(task));
            assertThat(CommonEvents.ofOneShot(result.events()))
                    .containsExactly(
                            "user.message", "session.started", "message", "usage", "turn.ended", "session.ended");
            assertThat(result.state()).isEqualTo("completed");
            assertThat(fixture.api().awaitTask(task, "done").getString("result"))
                    .isEqualTo("Once and for all.");
            assertThat(result.of("usage").getFirst().getLong("inputTokens")).isEqualTo(100);
            assertThat(result.of("usage").getFirst().getLong("cacheReadTokens")).isEqualTo(30);
            assertThat(model.modelRequests().getLast().messages())
                    .anyMatch(message -> message.contains("--help\nis not an option but a prompt"));
        });
    }

    @Test
    void shouldEmitTheSameEventsForAOneShotWithAWrongKey() {
        onAllClis(cli -> {
            // Given
            String agent = agent(cli, oneShot());
            model(cli, authError());

            // When
            SessionResult result = runTask(agent);

            // Then
            assertThat(CommonEvents.ofOneShot(result.events()))
                    .containsExactly("user.message", "session.started", "error", "turn.ended", "session.ended");
            assertThat(result.state()).isEqualTo("failed");
            assertThat(result.reason()).contains("API key").matches(ProvidersStoryTest.SENTENCES);
        });
    }

    @Test
    void shouldEmitTheSameEventsForAOneShotWithATool() {
        onAllClis(cli -> {
            // Given
            String agent = agent(cli, oneShot());
            model(cli, tool(cli.shell("echo 'it works' | tee made.txt")).text("Made."));

            // When
            SessionResult result = runTask(agent);

            // Then
            assertThat(CommonEvents.ofOneShot(result.events()))
                    .containsExactly(
                            "user.message",
                            "session.started",
                            "tool.call",
                            "tool.result",
                            "message",
                            "usage",
                            "turn.ended",
                            "session.ended");
            assertThat(result.of("tool.call").getFirst().getString("name")).isEqualTo(cli.shellTool());
            assertThat(result.of("tool.result").getFirst().getString("output").strip())
                    .isEqualTo("it works");
            assertThat(Path.of(result.session().getString("directory"), "made.txt"))
                    .hasContent("it works\n");
            assertThat(result.state()).isEqualTo("completed");
        });
    }

    @Test
    void shouldKeepTheTaskOfAOneShotWithALimitedKey() {
        onAllClis(cli -> {
            // Given
            String agent = agent(cli, oneShot());
            model(cli, apiKeyLimit(Duration.ofSeconds(1)));
            String task = fixture.api().task(agent, "Try");

            // When
            SessionResult result = awaitResult(fixture.api().awaitSession(task));

            // Then
            assertThat(CommonEvents.ofOneShot(result.events())).isEqualTo(LIMITED);
            assertThat(result.state()).isEqualTo("limited");
            assertThat(fixture.api().awaitTask(task, "open").getInteger("failures"))
                    .isZero();
        });
    }

    /** OpenCode is left out: it waits for the reset and prints nothing, so the first-event watchdog ends it. */
    @Test
    void shouldKeepTheTaskOfAOneShotWhoseUsageIsLimited() {
        onAllClisBut(CliUnderTest.OPENCODE, cli -> {
            // Given
            String agent = subscriber(cli, oneShot());
            model(cli, subscriptionLimit(Duration.ofHours(2)));
            String task = fixture.api().task(agent, "Try");

            // When
            SessionResult result = awaitResult(fixture.api().awaitSession(task));

            // Then
            assertThat(CommonEvents.ofOneShot(result.events())).isEqualTo(LIMITED);
            assertThat(result.state()).isEqualTo("limited");
            assertThat(fixture.api().awaitTask(task, "open").getInteger("failures"))
                    .isZero();
        });
    }

    /** OpenCode is left out: it waits silently when a 429 has a long {@code retry-after}. */
    @Test
    void shouldNotSleepThroughALongWaitInAOneShot() {
        onAllClisBut(CliUnderTest.OPENCODE, cli -> {
            // Given
            String agent = agent(cli, oneShot());
            model(cli, apiKeyLimit(Duration.ofHours(2)));

            // When
            SessionResult result = runTask(agent);

            // Then
            assertThat(CommonEvents.ofOneShot(result.events())).isEqualTo(LIMITED);
            assertThat(result.state()).isEqualTo("limited");
        });
    }

    private static JsonObject oneShot() {
        return new JsonObject().put("launchMode", "one-shot");
    }
}
