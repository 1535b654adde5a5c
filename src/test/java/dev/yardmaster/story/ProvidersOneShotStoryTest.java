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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A session for one prompt has the same plot, whichever provider tells it. */
@QuarkusTest
@TestProfile(ProvidersStoryTest.OneAttempt.class)
@WithTestResource(ServiceTestResource.class)
class ProvidersOneShotStoryTest extends SharedStory {
    private static final List<String> LIMITED =
            List.of("user.message", "session.started", "limit", "error", "turn.ended", "session.ended");

    @ParameterizedTest
    @EnumSource(CliUnderTest.class)
    void shouldTellOneShotSessionsTheSame(CliUnderTest teller) {
        // Given
        String agent = agent(teller, oneShot());
        LlmEndpoint model = model(teller, ok().text("Once and for all.").usage(new TokenUsage(100, 20, 30, 0)));

        // When
        String task = stage.api().task(agent, "--help\nis not an option but a prompt");

        // Then
        Told told = told(stage.api().awaitSession(task));
        assertThat(CommonEvents.ofOneShot(told.events()))
                .containsExactly("user.message", "session.started", "message", "usage", "turn.ended", "session.ended");
        assertThat(told.state()).isEqualTo("completed");
        assertThat(stage.api().awaitTask(task, "done").getString("result")).isEqualTo("Once and for all.");
        assertThat(told.of("usage").getFirst().getLong("inputTokens")).isEqualTo(100);
        assertThat(told.of("usage").getFirst().getLong("cacheReadTokens")).isEqualTo(30);
        assertThat(model.modelRequests().getLast().messages())
                .anyMatch(message -> message.contains("--help\nis not an option but a prompt"));
    }

    @ParameterizedTest
    @EnumSource(CliUnderTest.class)
    void shouldTellAOneShotWithAWrongKeyTheSame(CliUnderTest teller) {
        // Given
        String agent = agent(teller, oneShot());
        model(teller, authError());

        // When
        Told told = tell(agent);

        // Then
        assertThat(CommonEvents.ofOneShot(told.events()))
                .containsExactly("user.message", "session.started", "error", "turn.ended", "session.ended");
        assertThat(told.state()).isEqualTo("failed");
        assertThat(told.reason()).contains("API key").matches(ProvidersStoryTest.SENTENCES);
    }

    @ParameterizedTest
    @EnumSource(CliUnderTest.class)
    void shouldTellAOneShotWithAToolTheSame(CliUnderTest teller) {
        // Given
        String agent = agent(teller, oneShot());
        model(teller, tool(teller.shell("echo 'it works' | tee made.txt")).text("Made."));

        // When
        Told told = tell(agent);

        // Then
        assertThat(CommonEvents.ofOneShot(told.events()))
                .containsExactly(
                        "user.message",
                        "session.started",
                        "tool.call",
                        "tool.result",
                        "message",
                        "usage",
                        "turn.ended",
                        "session.ended");
        assertThat(told.of("tool.call").getFirst().getString("name")).isEqualTo(teller.shellTool());
        assertThat(told.of("tool.result").getFirst().getString("output").strip())
                .isEqualTo("it works");
        assertThat(Path.of(told.session().getString("directory"), "made.txt")).hasContent("it works\n");
        assertThat(told.state()).isEqualTo("completed");
    }

    @ParameterizedTest
    @EnumSource(CliUnderTest.class)
    void shouldKeepTheTaskOfAOneShotWithALimitedKey(CliUnderTest teller) {
        // Given
        String agent = agent(teller, oneShot());
        model(teller, apiKeyLimit(Duration.ofSeconds(1)));
        String task = stage.api().task(agent, "Try");

        // When
        Told told = told(stage.api().awaitSession(task));

        // Then
        assertThat(CommonEvents.ofOneShot(told.events())).isEqualTo(LIMITED);
        assertThat(told.state()).isEqualTo("limited");
        assertThat(stage.api().awaitTask(task, "open").getInteger("failures")).isZero();
    }

    /** OpenCode waits for the window in silence, which the first-event watchdog ends: it has said nothing at all. */
    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "OPENCODE")
    void shouldKeepTheTaskOfAOneShotWhoseUsageIsLimited(CliUnderTest teller) {
        // Given
        String agent = subscriber(teller, oneShot());
        model(teller, subscriptionLimit(Duration.ofHours(2)));
        String task = stage.api().task(agent, "Try");

        // When
        Told told = told(stage.api().awaitSession(task));

        // Then
        assertThat(CommonEvents.ofOneShot(told.events())).isEqualTo(LIMITED);
        assertThat(told.state()).isEqualTo("limited");
        assertThat(stage.api().awaitTask(task, "open").getInteger("failures")).isZero();
    }

    /** It waits in silence for a 429 with a far retry-after, which Codex does too. */
    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "OPENCODE")
    void shouldNotSleepThroughALongWaitInAOneShot(CliUnderTest teller) {
        // Given
        String agent = agent(teller, oneShot());
        model(teller, apiKeyLimit(Duration.ofHours(2)));

        // When
        Told told = tell(agent);

        // Then
        assertThat(CommonEvents.ofOneShot(told.events())).isEqualTo(LIMITED);
        assertThat(told.state()).isEqualTo("limited");
    }

    private static JsonObject oneShot() {
        return new JsonObject().put("launchMode", "one-shot");
    }
}
