package dev.yardmaster.dispatch;

import static dev.yardmaster.dispatch.DispatchFixture.PROMPTLY;
import static dev.yardmaster.dispatch.DispatchFixture.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.yardmaster.testkit.LocalService;
import dev.yardmaster.testkit.ServiceTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The HTTP API of the dispatcher: its status, pausing and resuming. */
@QuarkusTest
@WithTestResource(ServiceTestResource.class)
@Timeout(60)
class DispatcherHttpTest {
    @RegisterExtension
    final DispatchFixture fixture = new DispatchFixture(LocalService.api());

    @Test
    void shouldReportThatItRunsAndWhichServiceLeads() {
        // When
        JsonObject state = fixture.dispatcher();

        // Then
        assertThat(state.getString("state")).isEqualTo("running");
        assertThat(state.containsKey("until")).isFalse();
        assertThat(state.containsKey("reason")).isFalse();
        JsonObject leader = state.getJsonObject("leader");
        assertThat(leader.getString("instance")).hasSize(36);
        assertThat(leader.getInstant("until"))
                .isBetween(Instant.now(), Instant.now().plusSeconds(10));
    }

    /** The service under test listens on a port that the system chose. */
    @Test
    void shouldReportTheAddressOfTheLeadingService() {
        await().untilAsserted(() -> assertThat(
                        URI.create(fixture.dispatcher().getJsonObject("leader").getString("address")))
                .hasPort(fixture.api().base().getPort()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}"})
    void shouldStartNothingUntilItIsResumed(String body) {
        // Given
        fixture.agent(Fakes.claude(Fakes.works()));
        JsonObject paused = fixture.pause(body);

        // When
        String task = fixture.task();

        // Then
        assertThat(paused.getString("state")).isEqualTo("paused");
        assertThat(paused.getString("reason")).isEqualTo("Paused by hand.");
        assertThat(paused.containsKey("until")).isFalse();
        assertThat(fixture.explain(task).getJsonArray("waitsFor"))
                .containsExactly("The dispatcher is paused. POST /api/dispatcher/resume ends the pause.");
        assertThat(fixture.sessions(task)).isEmpty();
        fixture.resume();
        assertThat(fixture.dispatcher().getString("state")).isEqualTo("running");
        fixture.awaitTask(task, "done");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldContinueByItselfWhenThePauseEnds(boolean asDuration) {
        // Given
        fixture.agent(Fakes.claude(Fakes.works()));
        Instant before = Instant.now().truncatedTo(ChronoUnit.MICROS);
        Instant end = before.plusMillis(1_500);
        JsonObject pause = new JsonObject().put("reason", "Deploying.");
        JsonObject paused =
                fixture.pause((asDuration ? pause.put("for", "PT1.5S") : pause.put("until", end.toString())).encode());
        String task = fixture.task();

        // When
        fixture.awaitTask(task, "done");

        // Then
        assertThat(paused.getString("state")).isEqualTo("paused");
        assertThat(paused.getString("reason")).isEqualTo("Deploying.");
        assertThat(paused.getInstant("until")).isBetween(end, asDuration ? end.plus(PROMPTLY) : end);
        assertThat(fixture.sessions(task).getFirst().getInstant("startedAt"))
                .isBetween(
                        paused.getInstant("until"), paused.getInstant("until").plus(PROMPTLY));
        assertThat(fixture.dispatcher().getString("state")).isEqualTo("running");
    }

    @Test
    void shouldReplaceTheFirstPauseByASecond() {
        // Given
        fixture.pause("{\"for\":\"PT1H\",\"reason\":\"Lunch.\"}");

        // When
        JsonObject paused = fixture.pause("{}");

        // Then
        assertThat(paused.containsKey("until")).isFalse();
        assertThat(paused.getString("reason")).isEqualTo("Paused by hand.");
    }

    @Test
    void shouldNotStopRunningSessionsWhenItIsPaused() {
        // Given
        fixture.agent(Fakes.claude(Fakes.keepsWorking()));
        String task = fixture.task();
        until(() -> fixture.readTask(task).getString("state").equals("running"));

        // When
        fixture.pause("{}");

        // Then
        assertThat(fixture.dispatcher().getLong("running")).isPositive();
        assertThat(fixture.sessions(task).getFirst().containsKey("endedAt")).isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"until": "2020-01-01T00:00:00Z"}                    | invalid_request | 'until'
            {"until": "+999999999-12-31T23:59:59Z"}              | invalid_request | 'until'
            {"for": "PT0S"}                                      | invalid_request | 'for'
            {"for": "-PT1H"}                                     | invalid_request | 'for'
            {"for": "P4000D"}                                    | invalid_request | 'for'
            {"for": "PT2562047788015215H"}                       | invalid_request | 'for'
            {"for": "PT1H", "until": "2099-01-01T00:00:00Z"}     | invalid_request | either 'until' or 'for'
            {"for": "an hour"}                                   | invalid_json    | for
            {"until": "noon"}                                    | invalid_json    | until
            {"reason": ""}                                       | invalid_request | 1 to 1000
            {"why": "x"}                                         | invalid_json    | why
            []                                                   | invalid_json    | ``
            """)
    void shouldRejectAnInvalidPause(String body, String code, String part) {
        // When
        HttpResponse<String> response = fixture.api().send("POST", "/api/dispatcher/pause", body);

        // Then
        JsonObject problem = new JsonObject(response.body());
        assertThat(response.statusCode()).as(response.body()).isEqualTo(400);
        assertThat(problem.getString("code")).as(response.body()).isEqualTo(code);
        assertThat(problem.getString("detail")).contains(part == null ? "" : part);
        assertThat(fixture.dispatcher().getString("state")).isEqualTo("running");
    }

    @Test
    void shouldWaitForTheFirstResetWhenAllExecutablesAreLimited() {
        // Given
        Instant soonest = Instant.now().plus(Duration.ofHours(2)).truncatedTo(ChronoUnit.SECONDS);
        String first = Fakes.claude(Fakes.works());
        String second = Fakes.claude(Fakes.works());
        fixture.limit(first, soonest.plusSeconds(1800));
        fixture.limit(second, soonest);
        fixture.agent(new JsonObject().put("executable", first).put("fallbackChain", new JsonArray().add(second)));

        // When
        String task = fixture.task();

        // Then
        fixture.awaitReason(task, "is limited until " + soonest);
        JsonObject waiting = fixture.dispatcher();
        assertThat(waiting.getString("state")).isEqualTo("waiting");
        assertThat(waiting.getInstant("until")).isEqualTo(soonest);
        assertThat(waiting.getString("reason"))
                .contains("The executable '" + first + "' is limited until " + soonest.plusSeconds(1800))
                .contains("The executable '" + second + "' is limited until " + soonest);
    }

    @Test
    void shouldReportALimitThatBlocksAFreeAgentWhileAnotherAgentIsBusy() {
        // Given
        Instant reset = Instant.now().plusSeconds(3600).truncatedTo(ChronoUnit.SECONDS);
        String limited = Fakes.claude(Fakes.works());
        fixture.limit(limited, reset);
        String busy = fixture.agent(Fakes.claude(Fakes.keepsWorking()));
        fixture.awaitTask(fixture.taskFor(busy), "running");
        fixture.taskFor(busy);
        String before = fixture.dispatcher().getString("state");

        // When
        fixture.awaitReason(fixture.taskFor(fixture.agent(limited)), "is limited until");

        // Then
        assertThat(before).isEqualTo("running");
        assertThat(fixture.dispatcher().getString("state")).isEqualTo("waiting");
        assertThat(fixture.dispatcher().getInstant("until")).isEqualTo(reset);
    }

    @Test
    void shouldCountReadyTasksAndRunningSessions() {
        // Given
        fixture.agent(new JsonObject()
                .put("executable", Fakes.claude(Fakes.keepsWorking()))
                .put("maxConcurrentTasks", 2));
        JsonObject before = fixture.dispatcher();

        // When
        List<String> tasks = fixture.tasks(5, new JsonObject());
        fixture.task(new JsonObject().put("dependsOn", new JsonArray().add(tasks.getFirst())));
        fixture.task(new JsonObject()
                .put("scheduledFor", Instant.now().plusSeconds(3600).toString()));

        // Then
        until(() -> fixture.dispatcher().getLong("running") == before.getLong("running") + 2);
        assertThat(fixture.dispatcher().getLong("queued")).isEqualTo(before.getLong("queued") + 3);
    }
}
