package dev.yardmaster.dispatch;

import static dev.yardmaster.dispatch.DispatchFixture.PROMPTLY;
import static org.assertj.core.api.Assertions.assertThat;

import dev.yardmaster.testkit.LocalService;
import dev.yardmaster.testkit.ServiceTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which sessions a limit stops, for how long, and how they start again afterwards. */
@QuarkusTest
@WithTestResource(ServiceTestResource.class)
@Timeout(60)
class LimitDispatchTest {
    @TempDir
    Path directory;

    @RegisterExtension
    final DispatchFixture fixture = new DispatchFixture(LocalService.api());

    @Test
    void shouldKeepUsingOtherModelsWhenOneIsLimited() {
        // Given
        Instant reset = inSeconds(86_400);
        String opusIsLimited = Fakes.limited("seven_day_opus", reset).replace("claude-sonnet-4-5", "claude-opus-4-5");
        String executable = Fakes.claude(Fakes.when("opus", opusIsLimited, Fakes.works()));
        String opus =
                fixture.agent(new JsonObject().put("executable", executable).put("model", "opus"));
        String sonnet =
                fixture.agent(new JsonObject().put("executable", executable).put("model", "sonnet"));
        String limited = fixture.taskFor(opus);
        fixture.awaitReason(limited, "is limited until " + reset + " (seven_day_opus)");

        // When
        String other = fixture.taskFor(sonnet);

        // Then
        fixture.awaitTask(other, "done");
        assertThat(fixture.executables(other)).containsExactly(executable);
        assertThat(fixture.readTask(limited).getString("state")).isEqualTo("open");
        assertThat(fixture.states(limited)).containsExactly("limited");
        assertThat(fixture.limits(executable)).singleElement().satisfies(limit -> {
            assertThat(limit.getString("model")).isEqualTo("opus");
            assertThat(limit.getInstant("blockedUntil")).isEqualTo(reset);
        });
    }

    @Test
    void shouldResumePromptlyAfterTheResetAndReturnToThePrimaryExecutable() {
        // Given
        // Late enough for two tasks to end before it on a busy machine.
        Instant reset = inSeconds(8);
        String alone = Fakes.claude(Fakes.until(reset, Fakes.limited("five_hour", reset), Fakes.works()));
        String primary = Fakes.claude(Fakes.until(reset, Fakes.limited("five_hour", reset), Fakes.works()));
        String second = Fakes.claude(Fakes.works());
        String waiting = fixture.taskFor(fixture.agent(alone));
        String chained = fixture.agent(
                new JsonObject().put("executable", primary).put("fallbackChain", new JsonArray().add(second)));
        String moved = fixture.taskFor(chained);
        fixture.awaitTask(moved, "done");
        String meanwhile = fixture.taskFor(chained);
        fixture.awaitTask(meanwhile, "done");

        // When
        fixture.awaitTask(waiting, "done");

        // Then
        String afterwards = fixture.taskFor(chained);
        fixture.awaitTask(afterwards, "done");
        assertThat(fixture.states(waiting)).containsExactly("limited", "completed");
        assertThat(fixture.sessions(waiting).getLast().getInstant("startedAt")).isBetween(reset, reset.plus(PROMPTLY));
        assertThat(fixture.executables(moved)).containsExactly(primary, second);
        assertThat(fixture.executables(meanwhile)).containsExactly(second);
        assertThat(fixture.executables(afterwards)).containsExactly(primary);
        assertThat(fixture.readTask(waiting).getInteger("failures")).isZero();
    }

    @Test
    void shouldDoubleTheWaitWhenTheReportedResetIsRepeatedlyWrong() {
        // Given
        Instant wrongReset = Instant.now();
        String executable =
                Fakes.claude(Fakes.times(3, directory, Fakes.limited("five_hour", wrongReset), Fakes.works()));

        // When
        String task = fixture.taskFor(fixture.agent(executable));

        // Then
        fixture.awaitTask(task, "done");
        assertThat(fixture.states(task)).containsExactly("limited", "limited", "limited", "completed");
        List<JsonObject> limits = fixture.limits(executable).reversed();
        assertThat(limits).extracting(it -> it.getInteger("repeats")).containsExactly(0, 1, 2);
        assertThat(limits)
                .extracting(it -> Duration.between(it.getInstant("reportedAt"), it.getInstant("blockedUntil")))
                .containsExactly(Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(4));
    }

    @Test
    void shouldStartASingleProbeSessionAfterTheResetAndThenMoreAndMore() {
        // Given
        Duration answersAfter = Duration.ofMillis(500);
        String executable = Fakes.claude(Fakes.first("sleep 0.5", Fakes.works()));
        for (int i = 0; i < 20; i++) {
            fixture.agent(executable);
        }
        Instant reset = inSeconds(3);
        fixture.limit(executable, reset);
        List<String> tasks = fixture.tasks(20, new JsonObject());

        // When
        fixture.awaitAll(tasks, "done");

        // Then
        List<Instant> starts = tasks.stream()
                .flatMap(task -> fixture.sessions(task).stream())
                .map(session -> session.getInstant("startedAt"))
                .sorted()
                .toList();
        assertThat(starts).hasSize(20);
        assertThat(starts.getFirst()).isBetween(reset, reset.plus(PROMPTLY));
        assertThat(starts.get(1)).isAfter(starts.getFirst().plus(answersAfter));
        assertThat(starts).filteredOn(at -> at.isBefore(reset.plusSeconds(1))).hasSizeLessThanOrEqualTo(3);
        // One, two, four, eight, sixteen: a busy machine may start the last ones together.
        assertThat(starts)
                .allSatisfy(start -> assertThat(starts)
                        .filteredOn(at -> !at.isBefore(start) && at.isBefore(start.plusSeconds(1)))
                        .hasSizeLessThanOrEqualTo(16));
    }

    @Test
    void shouldNotFallBackForAnAgentWithoutFallback() {
        // Given
        String limited = Fakes.claude(Fakes.works());
        String other = Fakes.claude(Fakes.works());
        fixture.settings(new JsonObject().put("fallbackChain", new JsonArray().add(other)));
        fixture.limit(limited, inSeconds(3_600));
        String stays = fixture.taskFor(
                fixture.agent(new JsonObject().put("executable", limited).put("fallback", false)));

        // When
        String moves = fixture.taskFor(fixture.agent(limited));

        // Then
        fixture.awaitTask(moves, "done");
        assertThat(fixture.executables(moves)).containsExactly(other);
        fixture.awaitReason(stays, "is limited until");
        assertThat(fixture.readTask(stays).getString("reason")).doesNotContain(other);
        assertThat(fixture.sessions(stays)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"settings", "project", "agent"})
    void shouldStartPromptlyWhenAFallbackChainIsSet(String level) {
        // Given
        String limited = Fakes.claude(Fakes.works());
        fixture.limit(limited, inSeconds(3_600));
        String project = fixture.project(directory);
        String agent = fixture.agent(new JsonObject().put("executable", limited).put("project", project));
        String task = fixture.taskFor(agent);
        fixture.awaitReason(task, "is limited until");
        JsonObject chain = new JsonObject().put("fallbackChain", new JsonArray().add(Fakes.claude(Fakes.works())));
        Instant changed = Instant.now();

        // When
        switch (level) {
            case "settings" -> fixture.settings(chain);
            case "project" -> fixture.changeProject(project, chain);
            default -> fixture.api().change(agent, chain);
        }

        // Then
        fixture.awaitTask(task, "done");
        assertThat(fixture.sessions(task).getFirst().getInstant("startedAt"))
                .isBetween(changed, changed.plus(PROMPTLY));
    }

    @Test
    void shouldMoveATaskToReviewThatWouldWaitLongerThanTheSettingAllows() {
        // Given
        String short30Minutes = Fakes.claude(Fakes.works());
        String long2Hours = Fakes.claude(Fakes.works());
        fixture.limit(short30Minutes, inSeconds(1_800));
        fixture.limit(long2Hours, inSeconds(7_200));
        String shortAgent = fixture.agent(short30Minutes);
        String longAgent = fixture.agent(long2Hours);
        String both = fixture.agent(new JsonObject()
                .put("executable", long2Hours)
                .put("fallbackChain", new JsonArray().add(short30Minutes)));
        List<String> tasks =
                Stream.of(shortAgent, longAgent, both).map(fixture::taskFor).toList();
        tasks.forEach(task -> fixture.awaitReason(task, "is limited until"));

        // When
        fixture.settings(new JsonObject().put("maxLimitWait", "PT1H"));

        // Then
        assertThat(fixture.awaitTask(tasks.get(1), "review").getString("reason"))
                .startsWith(
                        "Every executable that this task could use is limited for longer than the setting maxLimitWait allows (PT1H).");
        assertThat(fixture.readTask(tasks.get(0)).getString("state")).isEqualTo("open");
        assertThat(fixture.readTask(tasks.get(2)).getString("state")).isEqualTo("open");
        fixture.settings(new JsonObject().put("maxLimitWait", "PT0S"));
        assertThat(fixture.awaitTask(tasks.get(0), "review").getString("reason"))
                .contains("maxLimitWait allows (PT0S)");
        fixture.awaitTask(tasks.get(2), "review");
        fixture.settings(new JsonObject().putNull("maxLimitWait"));
        fixture.api().json(fixture.api().post("/api/tasks/" + tasks.get(1) + "/reopen", new JsonObject()));
        fixture.awaitReason(tasks.get(1), "is limited until");
        assertThat(fixture.readTask(tasks.get(1)).getString("state")).isEqualTo("open");
    }

    @Test
    void shouldNotMoveWhenALimitIsOnlyAWarningOrOverageIsPaid() {
        // Given
        Instant reset = inSeconds(3_600);
        JsonArray chain = new JsonArray().add(Fakes.claude(Fakes.works()));
        List<String> executables = Stream.of(
                        Fakes.rateLimit("allowed", "five_hour", reset),
                        Fakes.rateLimit("allowed_warning", "seven_day", reset, ",\"utilization\":1"),
                        Fakes.rateLimit("allowed_warning", "seven_day_opus", reset, ",\"surpassedThreshold\":0.97"),
                        Fakes.rateLimit("rejected", "five_hour", reset, ",\"isUsingOverage\":true"),
                        Fakes.rateLimit("throttled", "five_hour", reset),
                        Fakes.rateLimit("denied", "overage", reset))
                .map(line -> Fakes.claude(Fakes.printing(line, Fakes.message(Fakes.text("I continue.")))))
                .toList();

        // When
        List<String> tasks = executables.stream()
                .map(executable -> fixture.taskFor(fixture.agent(
                        new JsonObject().put("executable", executable).put("fallbackChain", chain))))
                .toList();

        // Then
        fixture.awaitAll(tasks, "done");
        for (int i = 0; i < tasks.size(); i++) {
            assertThat(fixture.states(tasks.get(i))).containsExactly("completed");
            assertThat(fixture.executables(tasks.get(i))).containsExactly(executables.get(i));
            assertThat(fixture.limits(executables.get(i))).isEmpty();
        }
    }

    private static Instant inSeconds(long seconds) {
        return Instant.now().plusSeconds(seconds).truncatedTo(ChronoUnit.SECONDS);
    }
}
