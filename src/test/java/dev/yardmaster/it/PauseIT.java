package dev.yardmaster.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.yardmaster.it.FakeClis.Start;
import dev.yardmaster.testkit.cli.EventFlood;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code kill -9} of the service while no session can start. */
class PauseIT {
    private static final int AGENTS = 4;
    private static final Duration ANSWER = Duration.ofSeconds(1);
    // Generous, since a busy machine starts programs late. DispatchRoundTest checks that the dispatcher wakes up
    // exactly on time.
    private static final Duration START_DELAY = Duration.ofSeconds(30);

    @TempDir
    Path directory;

    private FakeClis clis;

    @BeforeEach
    void install() throws IOException {
        clis = new FakeClis(directory, EventFlood.of(20));
        clis.add("first", "--sleep=" + ANSWER.toSeconds());
        clis.add("second", "--sleep=" + ANSWER.toSeconds());
    }

    @Test
    void shouldContinueWhenALimitIsReset() throws Exception {
        // Given
        Instant starting = Instant.now();
        Instant reset;
        List<String> tasks;
        List<JsonObject> limits;
        try (var service = start()) {
            ServiceFixture fixture = fixtureWithAgents(service);
            reset = afterRestart(starting);
            clis.limit("first", reset);
            clis.limit("second", reset.plus(Duration.ofHours(1)));
            tasks = fixture.tasks(AGENTS);
            JsonObject waiting = fixture.awaitDispatcher(
                    it -> it.getString("state").equals("waiting") && it.getInteger("running") == 0);
            assertThat(ServiceFixture.until(waiting)).isEqualTo(reset);
            limits = fixture.limits();
            service.kill();
        }
        int before = clis.starts().size();

        // When
        try (var service = start()) {
            var fixture = new ServiceFixture(service.api());

            // Then
            JsonObject waiting = fixture.dispatcher();
            assertThat(waiting.getString("state")).isEqualTo("waiting");
            assertThat(ServiceFixture.until(waiting)).isEqualTo(reset);
            assertThat(fixture.limits()).hasSize(2).isEqualTo(limits);
            assertThat(fixture.usedSlots()).isZero();
            assertThat(tasks)
                    .allSatisfy(task ->
                            assertThat(fixture.task(task).getString("state")).isEqualTo("open"));
            assertDoneOnceEach(fixture, tasks);
            List<Start> resumed = startsAfter(before);
            assertThat(resumed).extracting(Start::executable).containsOnly("first");
            assertThat(resumed).extracting(Start::task).containsExactlyInAnyOrderElementsOf(tasks);
            assertResumedAt(reset, resumed);
            assertThat(fixture.usedSlots()).isZero();
        }
    }

    @Test
    void shouldProbeAgainIfTheFirstProbeWasKilled() throws Exception {
        // Given
        List<String> tasks;
        try (var service = start()) {
            ServiceFixture fixture = fixtureWithAgents(service);
            fixture.limit("first", Instant.now().plusSeconds(3));
            fixture.limit("second", Instant.now().plus(Duration.ofHours(1)));
            tasks = fixture.tasks(AGENTS);
            await().pollInterval(Duration.ofMillis(20))
                    .until(() -> !clis.starts().isEmpty());
            service.kill();
        }
        int before = clis.starts().size();

        // When
        Instant restart = Instant.now();
        try (var service = start()) {
            var fixture = new ServiceFixture(service.api());

            // Then
            assertDoneOnceEach(fixture, tasks);
            assertThat(before).isEqualTo(1);
            List<Start> resumed = startsAfter(before);
            assertThat(resumed).hasSize(AGENTS);
            assertOneBeforeTheOthers(resumed);
            assertThat(resumed.getFirst().at()).isAfter(restart);
            assertThat(fixture.usedSlots()).isZero();
        }
    }

    @Test
    void shouldKeepAManualPause() throws Exception {
        // Given
        Instant starting = Instant.now();
        Instant end;
        List<String> tasks;
        try (var service = start()) {
            ServiceFixture fixture = fixtureWithAgents(service);
            end = afterRestart(starting);
            fixture.pause(new JsonObject().put("until", end.toString()).put("reason", "lunch"));
            tasks = fixture.tasks(AGENTS);
            service.kill();
        }

        // When
        try (var service = start()) {
            var fixture = new ServiceFixture(service.api());

            // Then
            JsonObject paused = fixture.dispatcher();
            assertThat(paused.getString("state")).isEqualTo("paused");
            assertThat(paused.getString("reason")).isEqualTo("lunch");
            assertThat(ServiceFixture.until(paused)).isEqualTo(end);
            assertThat(clis.starts()).isEmpty();
            assertDoneOnceEach(fixture, tasks);
            assertThat(clis.starts()).extracting(Start::task).containsExactlyInAnyOrderElementsOf(tasks);
            assertThat(clis.starts()).allSatisfy(it -> assertThat(it.at()).isBetween(end, end.plus(START_DELAY)));
            assertThat(fixture.dispatcher().getString("state")).isEqualTo("running");
        }
    }

    private PackagedService start() throws IOException {
        return PackagedService.start(directory, directory.resolve("home"));
    }

    private static ServiceFixture fixtureWithAgents(PackagedService service) throws IOException {
        var fixture = new ServiceFixture(service.api());
        fixture.registerAgents(
                AGENTS,
                AGENTS,
                new JsonObject().put("executable", "first").put("fallbackChain", new JsonArray().add("second")));
        return fixture;
    }

    /** A time at which the service has been restarted, judged by how long its first start took. */
    private static Instant afterRestart(Instant starting) {
        Instant now = Instant.now();
        return now.plus(Duration.between(starting, now).multipliedBy(2))
                .plusSeconds(5)
                .truncatedTo(ChronoUnit.SECONDS);
    }

    private void assertDoneOnceEach(ServiceFixture fixture, List<String> tasks) {
        for (String task : tasks) {
            fixture.api().awaitTask(task, "done");
            assertThat(fixture.completedSessions(task)).isEqualTo(1);
        }
        assertThat(clis.violations()).isEmptyFile();
    }

    private void assertResumedAt(Instant time, List<Start> resumed) {
        assertThat(resumed.getFirst().at()).isBetween(time, time.plus(START_DELAY));
        assertOneBeforeTheOthers(resumed);
    }

    /** The other sessions wait until the first one is answered. */
    private static void assertOneBeforeTheOthers(List<Start> resumed) {
        assertThat(resumed.get(1).at()).isAfterOrEqualTo(resumed.getFirst().at().plus(ANSWER));
    }

    private List<Start> startsAfter(int count) {
        List<Start> starts = clis.starts();
        return starts.subList(count, starts.size());
    }
}
