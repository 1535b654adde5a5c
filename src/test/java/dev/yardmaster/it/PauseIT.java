package dev.yardmaster.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.yardmaster.it.FakeClis.Start;
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

/** {@code kill -9} of the service while nothing can be started. */
class PauseIT {
    private static final int AGENTS = 4;
    private static final Duration ANSWER = Duration.ofSeconds(1);
    // A session starts a moment after the pause, and its program on a busy machine another one later.
    private static final Duration AT_ONCE = Duration.ofSeconds(5);

    @TempDir
    Path directory;

    private FakeClis clis;

    @BeforeEach
    void install() throws IOException {
        clis = new FakeClis(directory);
        clis.add("first", "sleep " + ANSWER.toSeconds());
        clis.add("second", "sleep " + ANSWER.toSeconds());
    }

    @Test
    void shouldWakeOnceAfterALimit() throws Exception {
        // Given
        Instant starting = Instant.now();
        Instant reset;
        List<String> tasks;
        List<JsonObject> limits;
        try (var service = start()) {
            ServiceFixture yard = yardWithCrew(service);
            reset = afterRestart(starting);
            clis.limit("first", reset);
            clis.limit("second", reset.plus(Duration.ofHours(1)));
            tasks = yard.tasks(AGENTS);
            JsonObject waiting = yard.awaitDispatcher(
                    it -> it.getString("state").equals("waiting") && it.getInteger("running") == 0);
            assertThat(ServiceFixture.until(waiting)).isEqualTo(reset);
            limits = yard.limits();
            service.kill();
        }
        int before = clis.starts().size();

        // When
        try (var service = start()) {
            var yard = new ServiceFixture(service.api());

            // Then
            JsonObject waiting = yard.dispatcher();
            assertThat(waiting.getString("state")).isEqualTo("waiting");
            assertThat(ServiceFixture.until(waiting)).isEqualTo(reset);
            assertThat(yard.limits()).hasSize(2).isEqualTo(limits);
            assertThat(yard.used()).isZero();
            assertThat(tasks)
                    .allSatisfy(task ->
                            assertThat(yard.task(task).getString("state")).isEqualTo("open"));
            assertDoneOnceEach(yard, tasks);
            List<Start> woken = startsAfter(before);
            assertThat(woken).extracting(Start::executable).containsOnly("first");
            assertThat(woken).extracting(Start::task).containsExactlyInAnyOrderElementsOf(tasks);
            assertWokenOnceAt(reset, woken);
            assertThat(yard.used()).isZero();
        }
    }

    @Test
    void shouldTryAgainWithOneSessionWhenTheFirstWasKilled() throws Exception {
        // Given
        List<String> tasks;
        try (var service = start()) {
            ServiceFixture yard = yardWithCrew(service);
            yard.limit("first", Instant.now().plusSeconds(3));
            yard.limit("second", Instant.now().plus(Duration.ofHours(1)));
            tasks = yard.tasks(AGENTS);
            await().pollInterval(Duration.ofMillis(20))
                    .until(() -> !clis.starts().isEmpty());
            service.kill();
        }
        int before = clis.starts().size();

        // When
        Instant restart = Instant.now();
        try (var service = start()) {
            var yard = new ServiceFixture(service.api());

            // Then
            assertDoneOnceEach(yard, tasks);
            assertThat(before).isEqualTo(1);
            List<Start> woken = startsAfter(before);
            assertThat(woken).hasSize(AGENTS);
            assertOneBeforeTheOthers(woken);
            assertThat(woken.getFirst().at()).isAfter(restart);
            assertThat(yard.used()).isZero();
        }
    }

    @Test
    void shouldKeepAPauseByHand() throws Exception {
        // Given
        Instant starting = Instant.now();
        Instant end;
        List<String> tasks;
        try (var service = start()) {
            ServiceFixture yard = yardWithCrew(service);
            end = afterRestart(starting);
            yard.pause(new JsonObject().put("until", end.toString()).put("reason", "lunch"));
            tasks = yard.tasks(AGENTS);
            service.kill();
        }

        // When
        try (var service = start()) {
            var yard = new ServiceFixture(service.api());

            // Then
            JsonObject paused = yard.dispatcher();
            assertThat(paused.getString("state")).isEqualTo("paused");
            assertThat(paused.getString("reason")).isEqualTo("lunch");
            assertThat(ServiceFixture.until(paused)).isEqualTo(end);
            assertThat(clis.starts()).isEmpty();
            assertDoneOnceEach(yard, tasks);
            assertThat(clis.starts()).extracting(Start::task).containsExactlyInAnyOrderElementsOf(tasks);
            assertThat(clis.starts()).allSatisfy(it -> assertThat(it.at()).isBetween(end, end.plus(AT_ONCE)));
            assertThat(yard.dispatcher().getString("state")).isEqualTo("running");
        }
    }

    private PackagedService start() throws IOException {
        return PackagedService.start(directory, directory.resolve("home"));
    }

    private static ServiceFixture yardWithCrew(PackagedService service) throws IOException {
        var yard = new ServiceFixture(service.api());
        yard.crew(
                AGENTS,
                AGENTS,
                new JsonObject().put("executable", "first").put("fallbackChain", new JsonArray().add("second")));
        return yard;
    }

    /** When a service that took so long to start will have been started again. */
    private static Instant afterRestart(Instant starting) {
        Instant now = Instant.now();
        return now.plus(Duration.between(starting, now).multipliedBy(2))
                .plusSeconds(5)
                .truncatedTo(ChronoUnit.SECONDS);
    }

    private void assertDoneOnceEach(ServiceFixture yard, List<String> tasks) {
        for (String task : tasks) {
            yard.api().awaitTask(task, "done");
            assertThat(yard.completed(task)).isEqualTo(1);
        }
        assertThat(clis.violations()).isEmptyFile();
    }

    private void assertWokenOnceAt(Instant time, List<Start> woken) {
        assertThat(woken.getFirst().at()).isBetween(time, time.plus(AT_ONCE));
        assertOneBeforeTheOthers(woken);
    }

    /** The others wait for its answer. */
    private static void assertOneBeforeTheOthers(List<Start> woken) {
        assertThat(woken.get(1).at()).isAfterOrEqualTo(woken.getFirst().at().plus(ANSWER));
    }

    private List<Start> startsAfter(int count) {
        List<Start> starts = clis.starts();
        return starts.subList(count, starts.size());
    }
}
