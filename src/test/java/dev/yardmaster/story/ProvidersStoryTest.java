package dev.yardmaster.story;

import static dev.yardmaster.testkit.llm.Scenario.apiKeyLimit;
import static dev.yardmaster.testkit.llm.Scenario.authError;
import static dev.yardmaster.testkit.llm.Scenario.ok;
import static dev.yardmaster.testkit.llm.Scenario.overloaded;
import static dev.yardmaster.testkit.llm.Scenario.reset;
import static dev.yardmaster.testkit.llm.Scenario.serverError;
import static dev.yardmaster.testkit.llm.Scenario.subscriptionLimit;
import static dev.yardmaster.testkit.llm.Scenario.tool;
import static dev.yardmaster.testkit.llm.Scenario.unknownModel;
import static org.assertj.core.api.Assertions.assertThat;

import dev.yardmaster.testkit.ServiceTestResource;
import dev.yardmaster.testkit.cli.RealCli;
import dev.yardmaster.testkit.cli.RealOpenCode;
import dev.yardmaster.testkit.llm.Answer;
import dev.yardmaster.testkit.llm.LlmEndpoint;
import dev.yardmaster.testkit.llm.Scenario;
import dev.yardmaster.testkit.llm.TokenUsage;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The same behaviour of a model leads to the same events with every provider. */
@QuarkusTest
@TestProfile(ProvidersStoryTest.OneAttempt.class)
@WithTestResource(ServiceTestResource.class)
@TestMethodOrder(OrderAnnotation.class)
class ProvidersStoryTest extends SharedStory {
    private static final List<String> ANSWERED = List.of(
            "user.message", "session.started", "message.delta", "message", "usage", "turn.ended", "session.ended");
    static final List<String> LIMITED =
            List.of("user.message", "session.started", "limit", "error", "usage", "turn.ended", "session.ended");
    static final List<String> FAILED =
            List.of("user.message", "session.started", "error", "usage", "turn.ended", "session.ended");

    /** A reason for people is one line, without JSON and without a stack trace. */
    static final String SENTENCES = "[^\\n{}]{10,300}";

    /** A service that starts only one session per task, and waits for Codex about as long as the other CLIs wait by themselves. */
    public static final class OneAttempt implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "yardmaster.dispatch.max-failures", "1",
                    "yardmaster.dispatch.max-troubles", "1",
                    "yardmaster.codex.longest-wait", "3s");
        }
    }

    /**
     * What the model does, and what follows.
     *
     * @param reason a part of the session's end reason, as a regular expression
     */
    private record ModelCase(String name, Scenario scenario, List<String> eventTypes, String state, String reason) {
        static ModelCase answered(String name, Scenario scenario) {
            return new ModelCase(name, scenario, ANSWERED, "completed", "The agent finished");
        }

        static ModelCase failed(String name, Scenario scenario, String reason) {
            return new ModelCase(name, scenario, FAILED, "failed", reason);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    private static final List<ModelCase> MODEL_CASES = List.of(
            ModelCase.answered("an answer", ok().chunks(5).perSecond(50)),
            ModelCase.answered("one 500", serverError().times(1).then(ok())),
            ModelCase.answered("one connection reset", reset().times(1).then(ok())),
            ModelCase.answered(
                    "one 429 with a short wait",
                    apiKeyLimit(Duration.ofSeconds(1)).times(1).then(ok())),
            new ModelCase(
                    "429 with a long wait", apiKeyLimit(Duration.ofHours(2)), LIMITED, "limited", "is rate-limited"),
            new ModelCase(
                    "429 again and again", apiKeyLimit(Duration.ofSeconds(1)), LIMITED, "limited", "is rate-limited"),
            ModelCase.failed("no capacity", overloaded(), "(?i)overloaded|at capacity"),
            ModelCase.failed("a model that is unknown", unknownModel("nope"), "model.* Give the agent another model"),
            ModelCase.failed("a wrong key", authError(), "API key"));

    /** OpenCode retries persistent faults for more than a minute, so these sessions start before all other tests. */
    private static final Map<PersistentFault, String> STARTED_EARLY = new EnumMap<>(PersistentFault.class);

    private static Stream<ModelCase> modelCases() {
        return MODEL_CASES.stream();
    }

    @BeforeEach
    void startTheSlowestFirst() {
        if (STARTED_EARLY.isEmpty() && CliUnderTest.installed().contains(CliUnderTest.OPENCODE)) {
            String executable = openCodeWithAllFaults();
            for (PersistentFault what : PersistentFault.values()) {
                var model = new JsonObject().put("model", RealOpenCode.model(what.id()));
                STARTED_EARLY.put(what, startTask(agent(CliUnderTest.OPENCODE, executable, model)));
            }
        }
    }

    /** One server for all faults, because a server costs seconds of CPU time: each fault is a provider of the configuration. */
    private static String openCodeWithAllFaults() {
        CliUnderTest cli = CliUnderTest.OPENCODE;
        Map<String, String> urls = Stream.of(PersistentFault.values())
                .collect(Collectors.toMap(PersistentFault::id, PersistentFault::url));
        return cli.running(cli.binary(), RealCli.openCode().environment(otherHome(cli, "faults"), urls));
    }

    @Override
    Collection<String> sessionsForLaterTests() {
        return STARTED_EARLY.values();
    }

    @ParameterizedTest
    @MethodSource("modelCases")
    void shouldEmitTheSameEventsWithEveryProvider(ModelCase modelCase) {
        onAllClis(cli -> {
            // Given
            String agent = agent(cli);
            model(cli, modelCase.scenario());

            // When
            SessionResult result = runTask(agent);

            // Then
            assertThat(result.eventTypes()).isEqualTo(modelCase.eventTypes());
            assertThat(result.state()).isEqualTo(modelCase.state());
            assertThat(result.reason()).containsPattern(modelCase.reason()).matches(SENTENCES);
        });
    }

    @Test
    void shouldReportTheTextOfTheModelAndItsCost() {
        onAllClis(cli -> {
            // Given
            String agent = agent(cli);
            model(cli, ok().chunks(5).perSecond(50).usage(new TokenUsage(321, 45, 100, 0)));

            // When
            SessionResult result = runTask(agent);

            // Then
            String text = "chunk 1 of 5. chunk 2 of 5. chunk 3 of 5. chunk 4 of 5. chunk 5 of 5. ";
            assertThat(result.of("message.delta")).hasSize(5);
            assertThat(StoryFixture.shownTexts(result.events())).containsExactly(text);
            assertThat(result.of("turn.ended").getFirst().getString("result")).isEqualTo(text);
            for (JsonObject usage :
                    List.of(result.of("usage").getFirst(), result.session().getJsonObject("usage"))) {
                assertThat(usage.getLong("inputTokens")).isEqualTo(321);
                assertThat(usage.getLong("outputTokens")).isEqualTo(45);
                assertThat(usage.getLong("cacheReadTokens")).isEqualTo(100);
                assertThat(usage.getLong("cacheWriteTokens")).isZero();
                assertThat(usage.getDouble("costUsd", 0.0) > 0).isEqualTo(cli.reportsCost());
            }
        });
    }

    @Test
    void shouldReportTheInputAndOutputOfATool() {
        onAllClis(cli -> {
            // Given
            String agent = agent(cli);
            LlmEndpoint model = model(
                    cli,
                    tool(cli.shell("echo 'it works' | tee made.txt"))
                            .text("Made.")
                            .usage(TokenUsage.of(100, 20)));
            int before = model.modelRequests().size();

            // When
            SessionResult result = runTask(agent);

            // Then
            assertThat(result.eventTypes())
                    .containsExactly(
                            "user.message",
                            "session.started",
                            "tool.call",
                            "tool.result",
                            "message.delta",
                            "message",
                            "usage",
                            "turn.ended",
                            "session.ended");
            JsonObject call = result.of("tool.call").getFirst();
            JsonObject toolResult = result.of("tool.result").getFirst();
            assertThat(call.getString("name")).isEqualTo(cli.shellTool());
            assertThat(call.getJsonObject("input").getString("command")).contains("echo 'it works' | tee made.txt");
            assertThat(toolResult.getString("call")).isEqualTo(call.getString("call"));
            assertThat(toolResult.getString("output").strip()).isEqualTo("it works");
            assertThat(toolResult.getBoolean("error")).isFalse();
            assertThat(Path.of(result.session().getString("directory"), "made.txt"))
                    .hasContent("it works\n");
            assertThat(result.of("turn.ended").getFirst().getString("result")).isEqualTo("Made.");
            assertThat(result.of("usage")).hasSize(1);
            assertThat(result.session().getJsonObject("usage").getLong("inputTokens"))
                    .isEqualTo(200);
            assertThat(result.session().getJsonObject("usage").getLong("outputTokens"))
                    .isEqualTo(40);
            assertThat(model.modelRequests()).hasSize(before + 2);
        });
    }

    @Test
    void shouldReportWhenAUsageLimitResets() {
        onAllClis(cli -> {
            // Given
            String agent = subscriber(cli, new JsonObject());
            Instant reset = Instant.now().plus(Duration.ofHours(2)).truncatedTo(ChronoUnit.SECONDS);
            LlmEndpoint model = model(cli, subscriptionLimit(reset));
            int before = model.modelRequests().size();
            String task = fixture.api().task(agent, "Try");

            // When
            SessionResult result = awaitResult(fixture.api().awaitSession(task));

            // Then
            assertThat(result.eventTypes()).isEqualTo(LIMITED);
            assertThat(result.state()).isEqualTo("limited");
            assertThat(result.reason())
                    .startsWith("The provider is rate-limited until ")
                    .matches(SENTENCES);
            assertThat(model.modelRequests()).hasSize(before + 1);
            Instant resetsAt = Instant.parse(result.of("limit").getLast().getString("resetsAt"));
            assertThat(resetsAt).isBetween(reset.minusSeconds(2), reset.plusSeconds(2));
            JsonObject open = fixture.api().awaitTask(task, "open");
            assertThat(fixture.limitedUntil(result.session().getString("id")))
                    .isCloseTo(resetsAt, org.assertj.core.api.Assertions.within(1, ChronoUnit.MILLIS));
            assertThat(open.getInteger("failures")).isZero();
        });
    }

    @Test
    void shouldStreamASlowTextWhileItIsWritten() {
        onAllClis(cli -> {
            // Given
            String agent = agent(cli);
            model(cli, ok().chunks(3).perSecond(1));

            // When
            SessionResult result = runTask(agent);

            // Then
            assertThat(result.eventTypes()).isEqualTo(ANSWERED);
            List<Instant> times = result.timesOf("message.delta");
            assertThat(times).hasSize(3);
            assertThat(Duration.between(times.getFirst(), times.getLast()))
                    .isBetween(Duration.ofMillis(1_500), Duration.ofSeconds(10));
        });
    }

    private static Stream<Named<Answer>> cutOffs() {
        Answer spoken = ok().chunks(List.of("one ", "two ", "three ")).perSecond(10);
        return Stream.of(
                Named.of("disconnected", spoken.disconnectAfter(2)), Named.of("limited", spoken.limitAfter(2)));
    }

    @ParameterizedTest
    @MethodSource("cutOffs")
    void shouldNotDuplicateTextWhenTheModelIsCutOff(Answer cutOff) {
        onAllClis(cli -> {
            // Given
            String agent = agent(cli);
            String text = "one two three four five six";
            model(cli, cutOff.times(1).then(ok().text(text)));

            // When
            SessionResult result = runTask(agent);

            // Then
            assertThat(result.eventTypes()).isEqualTo(ANSWERED);
            assertThat(result.of("message.delta").getFirst().getString("text")).isEqualTo("one ");
            assertThat(result.of("retry")).anyMatch(retry -> retry.containsKey("discarded"));
            assertThat(StoryFixture.shownTexts(result.events())).containsExactly(text);
        });
    }

    @ParameterizedTest
    @EnumSource
    @Order(Integer.MAX_VALUE)
    void shouldEmitTheSameEventsForAPersistentFault(PersistentFault what) {
        onAllClis(cli -> {
            // Given
            String session = cli == CliUnderTest.OPENCODE ? STARTED_EARLY.get(what) : startTask(faultyAgent(cli, what));

            // When
            SessionResult result = awaitResult(session);

            // Then
            assertThat(result.eventTypes()).isEqualTo(what.eventTypes());
            boolean limited = what == PersistentFault.LIMIT_IN_THE_STREAM;
            assertThat(result.state()).isEqualTo(limited ? "limited" : "failed");
            assertThat(result.of("session.ended")
                            .getFirst()
                            .getJsonObject("cause")
                            .getString("signal"))
                    .isEqualTo(limited ? "quota" : "transient");
            assertThat(result.of("error").getFirst().getString("message")).containsPattern(what.message());
            assertThat(result.reason()).matches(SENTENCES);
        });
    }

    /** Creates an agent with a model endpoint of its own. */
    private String faultyAgent(CliUnderTest cli, PersistentFault what) {
        return agent(cli, cli.executable(otherHome(cli, what.id()), what.url()), new JsonObject());
    }

    /** Starts a task, and returns its session. */
    private String startTask(String agent) {
        return fixture.api().awaitSession(fixture.api().task(agent, "Try"));
    }
}
