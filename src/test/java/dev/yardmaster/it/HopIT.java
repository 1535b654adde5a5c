package dev.yardmaster.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yardmaster.testkit.cli.EventFlood;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code kill -9} of the service at random moments around the hops of tasks to the next executable. */
class HopIT {
    private static final int KILLS = 5;
    private static final int AGENTS = 4;
    // Sessions take different times.
    private static final String JITTER = "--jitter=300";

    @TempDir
    Path directory;

    private final Random random = new Random(4);

    @Test
    void shouldContinueOnTheNextExecutable() throws Exception {
        // Given
        var clis = new FakeClis(directory, EventFlood.of(20));
        clis.add("first", JITTER);
        clis.add("second", JITTER);
        clis.limit("first", Instant.now().plus(Duration.ofHours(1)));
        try (var service = start()) {
            new ServiceFixture(service.api())
                    .registerAgents(
                            AGENTS,
                            AGENTS,
                            new JsonObject()
                                    .put("executable", "first")
                                    .put("fallbackChain", new JsonArray().add("second")));
        }

        // When
        List<String> tasks = List.of();
        for (int kill = 0; kill < KILLS; kill++) {
            try (var service = start()) {
                var fixture = new ServiceFixture(service.api());
                assertHopped(fixture, tasks);
                fixture.limits().forEach(fixture::clear);
                tasks = fixture.tasks(AGENTS);
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(random.nextLong(1_200)));
                service.kill();
            }
        }

        // Then
        try (var service = start()) {
            assertHopped(new ServiceFixture(service.api()), tasks);
            assertThat(clis.violations()).isEmptyFile();
        }
    }

    private PackagedService start() throws IOException {
        return PackagedService.start(directory, directory.resolve("home"));
    }

    /** Every task has seen one kill, and has moved to the second executable after at most one session reported the limit. */
    private static void assertHopped(ServiceFixture fixture, List<String> tasks) {
        for (String task : tasks) {
            fixture.api().awaitTask(task, "done");
            List<JsonObject> sessions = fixture.sessions(task);
            assertThat(states(sessions, "second"))
                    .as(sessions.toString())
                    .containsOnlyOnce("completed")
                    .isSubsetOf("completed", "lost");
            assertThat(states(sessions, "first"))
                    .as(sessions.toString())
                    .isSubsetOf("limited", "lost")
                    .hasSizeLessThanOrEqualTo(2);
            assertThat(states(sessions, "first")).filteredOn("limited"::equals).hasSizeLessThanOrEqualTo(1);
        }
        assertThat(fixture.usedSlots()).isZero();
    }

    private static List<String> states(List<JsonObject> sessions, String executable) {
        return sessions.stream()
                .filter(session -> session.getString("executable").equals(executable))
                .map(session -> session.getString("state"))
                .toList();
    }
}
