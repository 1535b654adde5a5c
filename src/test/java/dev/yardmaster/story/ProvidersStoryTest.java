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
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The same story has the same plot, whichever provider tells it. */
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

    /** One line for people: no JSON, no trace. */
    static final String SENTENCES = "[^\\n{}]{10,300}";

    /** A service that gives a task to one session only, and waits no longer for Codex than two of the others do by themselves. */
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
     * What the model does, and what comes of it.
     *
     * @param reason a part of the sentence that the session ends with, as a regular expression
     */
    private record Tale(String name, Scenario scenario, List<String> plot, String state, String reason) {
        static Tale answered(String name, Scenario scenario) {
            return new Tale(name, scenario, ANSWERED, "completed", "The agent finished");
        }

        static Tale failed(String name, Scenario scenario, String reason) {
            return new Tale(name, scenario, FAILED, "failed", reason);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    private static final List<Tale> TALES = List.of(
            Tale.answered("an answer", ok().chunks(5).perSecond(50)),
            Tale.answered("one 500", serverError().times(1).then(ok())),
            Tale.answered("one connection reset", reset().times(1).then(ok())),
            Tale.answered(
                    "one 429 with a short wait",
                    apiKeyLimit(Duration.ofSeconds(1)).times(1).then(ok())),
            new Tale("429 with a long wait", apiKeyLimit(Duration.ofHours(2)), LIMITED, "limited", "is rate-limited"),
            new Tale("429 again and again", apiKeyLimit(Duration.ofSeconds(1)), LIMITED, "limited", "is rate-limited"),
            Tale.failed("no capacity", overloaded(), "(?i)overloaded|at capacity"),
            Tale.failed("a model that is unknown", unknownModel("nope"), "model.* Give the agent another model"),
            Tale.failed("a wrong key", authError(), "API key"));

    /** What OpenCode tries for more than a minute begins before the other stories; its sessions. */
    private static final Map<PersistentFault, String> BEGUN = new EnumMap<>(PersistentFault.class);

    private static Stream<Arguments> talesOfAll() {
        return Arrays.stream(CliUnderTest.values())
                .flatMap(teller -> TALES.stream().map(tale -> Arguments.of(teller, tale)));
    }

    private static Stream<Arguments> lastingOfAll() {
        return Arrays.stream(CliUnderTest.values())
                .flatMap(teller -> Arrays.stream(PersistentFault.values()).map(what -> Arguments.of(teller, what)));
    }

    @BeforeEach
    void beginWithWhatTakesLongest() {
        if (BEGUN.isEmpty() && CliUnderTest.installed().contains(CliUnderTest.OPENCODE)) {
            Arrays.stream(PersistentFault.values())
                    .forEach(what -> BEGUN.put(what, begin(CliUnderTest.OPENCODE, what)));
        }
    }

    @ParameterizedTest
    @MethodSource("talesOfAll")
    void shouldTellTheSamePlot(CliUnderTest teller, Tale tale) {
        // Given
        String agent = agent(teller);
        model(teller, tale.scenario());

        // When
        Told told = tell(agent);

        // Then
        assertThat(told.plot()).isEqualTo(tale.plot());
        assertThat(told.state()).isEqualTo(tale.state());
        assertThat(told.reason()).containsPattern(tale.reason()).matches(SENTENCES);
    }

    @ParameterizedTest
    @EnumSource(CliUnderTest.class)
    void shouldTellTheTextThatTheModelWritesAndWhatItCosts(CliUnderTest teller) {
        // Given
        String agent = agent(teller);
        model(teller, ok().chunks(5).perSecond(50).usage(new TokenUsage(321, 45, 100, 0)));

        // When
        Told told = tell(agent);

        // Then
        String text = "chunk 1 of 5. chunk 2 of 5. chunk 3 of 5. chunk 4 of 5. chunk 5 of 5. ";
        assertThat(told.of("message.delta")).hasSize(5);
        assertThat(StoryFixture.shownTexts(told.events())).containsExactly(text);
        assertThat(told.of("turn.ended").getFirst().getString("result")).isEqualTo(text);
        for (JsonObject usage :
                List.of(told.of("usage").getFirst(), told.session().getJsonObject("usage"))) {
            assertThat(usage.getLong("inputTokens")).isEqualTo(321);
            assertThat(usage.getLong("outputTokens")).isEqualTo(45);
            assertThat(usage.getLong("cacheReadTokens")).isEqualTo(100);
            assertThat(usage.getLong("cacheWriteTokens")).isZero();
            assertThat(usage.getDouble("costUsd", 0.0) > 0).isEqualTo(teller.tellsCost());
        }
    }

    @ParameterizedTest
    @EnumSource(CliUnderTest.class)
    void shouldTellWhatAToolIsGivenAndWhatItAnswers(CliUnderTest teller) {
        // Given
        String agent = agent(teller);
        LlmEndpoint model = model(
                teller,
                tool(teller.shell("echo 'it works' | tee made.txt"))
                        .text("Made.")
                        .usage(TokenUsage.of(100, 20)));
        int before = model.modelRequests().size();

        // When
        Told told = tell(agent);

        // Then
        assertThat(told.plot())
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
        JsonObject call = told.of("tool.call").getFirst();
        JsonObject result = told.of("tool.result").getFirst();
        assertThat(call.getString("name")).isEqualTo(teller.shellTool());
        assertThat(call.getJsonObject("input").getString("command")).contains("echo 'it works' | tee made.txt");
        assertThat(result.getString("call")).isEqualTo(call.getString("call"));
        assertThat(result.getString("output").strip()).isEqualTo("it works");
        assertThat(result.getBoolean("error")).isFalse();
        assertThat(Path.of(told.session().getString("directory"), "made.txt")).hasContent("it works\n");
        assertThat(told.of("turn.ended").getFirst().getString("result")).isEqualTo("Made.");
        assertThat(told.of("usage")).hasSize(1);
        assertThat(told.session().getJsonObject("usage").getLong("inputTokens")).isEqualTo(200);
        assertThat(told.session().getJsonObject("usage").getLong("outputTokens"))
                .isEqualTo(40);
        assertThat(model.modelRequests()).hasSize(before + 2);
    }

    @ParameterizedTest
    @EnumSource(CliUnderTest.class)
    void shouldTellWhenAUsageLimitResets(CliUnderTest teller) {
        // Given
        String agent = subscriber(teller, new JsonObject());
        Instant reset = Instant.now().plus(Duration.ofHours(2)).truncatedTo(ChronoUnit.SECONDS);
        LlmEndpoint model = model(teller, subscriptionLimit(reset));
        int before = model.modelRequests().size();
        String task = stage.api().task(agent, "Try");

        // When
        Told told = told(stage.api().awaitSession(task));

        // Then
        assertThat(told.plot()).isEqualTo(LIMITED);
        assertThat(told.state()).isEqualTo("limited");
        assertThat(told.reason())
                .startsWith("The provider is rate-limited until ")
                .matches(SENTENCES);
        assertThat(model.modelRequests()).hasSize(before + 1);
        Instant resetsAt = Instant.parse(told.of("limit").getLast().getString("resetsAt"));
        assertThat(resetsAt).isBetween(reset.minusSeconds(2), reset.plusSeconds(2));
        JsonObject open = stage.api().awaitTask(task, "open");
        assertThat(stage.limitedUntil(told.session().getString("id")))
                .isCloseTo(resetsAt, org.assertj.core.api.Assertions.within(1, ChronoUnit.MILLIS));
        assertThat(open.getInteger("failures")).isZero();
    }

    @ParameterizedTest
    @EnumSource(CliUnderTest.class)
    void shouldTellASlowTextWhileItIsWritten(CliUnderTest teller) {
        // Given
        String agent = agent(teller);
        model(teller, ok().chunks(3).perSecond(1));

        // When
        Told told = tell(agent);

        // Then
        assertThat(told.plot()).isEqualTo(ANSWERED);
        List<Instant> times = told.timesOf("message.delta");
        assertThat(times).hasSize(3);
        assertThat(Duration.between(times.getFirst(), times.getLast()))
                .isBetween(Duration.ofMillis(1_500), Duration.ofSeconds(10));
    }

    private static Stream<Arguments> cutOffsOfAll() {
        Answer spoken = ok().chunks(List.of("one ", "two ", "three ")).perSecond(10);
        return Arrays.stream(CliUnderTest.values())
                .flatMap(teller -> Stream.of(
                        Arguments.of(teller, Named.of("disconnected", spoken.disconnectAfter(2))),
                        Arguments.of(teller, Named.of("limited", spoken.limitAfter(2)))));
    }

    @ParameterizedTest
    @MethodSource("cutOffsOfAll")
    void shouldDoubleNoTextWhenTheModelIsCutOff(CliUnderTest teller, Answer cutOff) {
        // Given
        String agent = agent(teller);
        String text = "one two three four five six";
        model(teller, cutOff.times(1).then(ok().text(text)));

        // When
        Told told = tell(agent);

        // Then
        assertThat(told.plot()).isEqualTo(ANSWERED);
        assertThat(told.of("message.delta").getFirst().getString("text")).isEqualTo("one ");
        assertThat(told.of("retry")).anyMatch(retry -> retry.containsKey("discarded"));
        assertThat(StoryFixture.shownTexts(told.events())).containsExactly(text);
    }

    @ParameterizedTest
    @MethodSource("lastingOfAll")
    @Order(Integer.MAX_VALUE)
    void shouldTellTheSamePlotOfWhatLasts(CliUnderTest teller, PersistentFault what) {
        // Given
        teller.assumeInstalled();
        String session = teller == CliUnderTest.OPENCODE ? BEGUN.get(what) : begin(teller, what);

        // When
        Told told = told(session);

        // Then
        assertThat(told.plot()).isEqualTo(what.plot());
        boolean limited = what == PersistentFault.LIMIT_IN_THE_STREAM;
        assertThat(told.state()).isEqualTo(limited ? "limited" : "failed");
        assertThat(told.of("session.ended").getFirst().getJsonObject("cause").getString("signal"))
                .isEqualTo(limited ? "quota" : "transient");
        assertThat(told.of("error").getFirst().getString("message")).containsPattern(what.message());
        assertThat(told.reason()).matches(SENTENCES);
    }

    /** A session of a task, with a model of its own. */
    private String begin(CliUnderTest teller, PersistentFault what) {
        String executable = teller.executable(otherHome(teller, what.name()), what.url());
        return stage.api().awaitSession(stage.api().task(agent(teller, executable, new JsonObject()), "Try"));
    }
}
