package dev.yardmaster.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.yardmaster.database.EmbeddedPostgres;
import dev.yardmaster.it.FakeClis.Start;
import dev.yardmaster.testkit.cli.EventFlood;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two services share a database, and the one that dispatches is killed or suspended. */
class LeaseIT {
    private static final Duration LEASE = Duration.ofSeconds(5);
    private static final Duration LOST_AFTER = Duration.ofSeconds(10);
    // At the kill, the last heartbeat is up to three seconds old, and older on a busy machine.
    private static final Duration HEARTBEAT_AGE = Duration.ofSeconds(8);
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    @TempDir
    Path directory;

    private FakeClis clis;
    private EmbeddedPostgres postgres;

    @BeforeEach
    void prepare() throws IOException {
        clis = new FakeClis(directory, EventFlood.of(20));
        clis.configure(
                "yardmaster.dispatch.heartbeat=1s",
                "yardmaster.session.exit-grace=500ms",
                "yardmaster.session.terminate-grace=500ms",
                "yardmaster.dispatch.lease=" + LEASE.toSeconds() + "s",
                "yardmaster.dispatch.lost-after=" + LOST_AFTER.toSeconds() + "s");
        clis.add("only", "--first-waits");
        clis.add("remote", "--first-waits", "--hide-instance");
        postgres = EmbeddedPostgres.start(directory.resolve("postgres"), EmbeddedPostgres.defaultCache());
    }

    @AfterEach
    void closeDatabase() {
        postgres.close();
    }

    @Test
    void shouldTakeOverFromAServiceThatWasKilled() throws Exception {
        // Given
        try (var first = start("first");
                var second = startSecond(first)) {
            var fixture = new ServiceFixture(second.api());
            fixture.registerAgents(2, 2, new JsonObject().put("executable", "only"));
            List<String> tasks = fixture.tasks(4);
            await().until(() -> clis.starts().size() == 2);

            // When
            first.kill();
            Instant killed = Instant.now();

            // Then
            awaitLeader(fixture, "second");
            for (String task : tasks.subList(2, 4)) {
                release(task);
            }
            for (String task : tasks) {
                fixture.api().awaitTask(task, "done");
                assertThat(fixture.completedSessions(task)).isEqualTo(1);
            }
            assertThat(clis.starts())
                    .extracting(Start::instance)
                    .containsExactly(
                            instance("first"),
                            instance("first"),
                            instance("second"),
                            instance("second"),
                            instance("second"),
                            instance("second"));
            assertThat(tasks.subList(0, 2))
                    .allSatisfy(task -> assertThat(states(fixture, task)).containsExactly("completed", "lost"));
            assertThat(clis.starts().get(2).at())
                    .isAfter(killed.plus(LOST_AFTER).minus(HEARTBEAT_AGE));
            assertThat(fixture.usedSlots()).isZero();
            assertThat(clis.violations()).isEmptyFile();
        }
    }

    @Test
    void shouldEndTheSessionsThatItLostWhileItWasSuspended() throws Exception {
        // Given
        try (var first = start("first");
                var second = startSecond(first)) {
            var fixture = new ServiceFixture(second.api());
            fixture.registerAgents(2, 2, new JsonObject().put("executable", "remote"));
            List<String> tasks = fixture.tasks(2);
            await().until(() -> clis.starts().size() == 2);
            first.suspend();
            release(tasks.getFirst());
            List<JsonObject> done = tasks.stream()
                    .map(task -> fixture.api().awaitTask(task, "done"))
                    .toList();
            List<String> lost = tasks.stream()
                    .map(task -> fixture.sessions(task).getLast().getString("id"))
                    .toList();

            // When
            first.resume();

            // Then
            await().atMost(TIMEOUT)
                    .untilAsserted(
                            () -> assertThat(AgentProcesses.ofSessions(lost)).isEmpty());
            var resumed = new ServiceFixture(first.api());
            await().untilAsserted(() ->
                    assertThat(resumed.metric("yardmaster_sessions_running")).isZero());
            assertThat(tasks.stream().map(fixture::task)).isEqualTo(done);
            assertThat(tasks)
                    .allSatisfy(task -> assertThat(states(fixture, task)).containsExactly("completed", "lost"));
            assertThat(lost)
                    .allSatisfy(session -> assertThat(fixture.api().events(session))
                            .extracting(event -> event.getString("type"))
                            .containsOnlyOnce("session.ended")
                            .endsWith("session.ended"));
            assertThat(leader(resumed)).isEqualTo(instance("second"));
            assertThat(fixture.usedSlots()).isZero();
            assertThat(clis.starts()).hasSize(4);
        }
    }

    private PackagedService start(String home) throws IOException {
        String url = "postgresql://" + postgres.username() + ":" + postgres.password() + "@" + postgres.host() + ":"
                + postgres.port() + "/" + postgres.database();
        return PackagedService.start(directory, directory.resolve(home), Map.of("YARDMASTER_DATABASE_URL", url));
    }

    /** Starts the second service when the first one dispatches. */
    private PackagedService startSecond(PackagedService first) throws IOException {
        awaitLeader(new ServiceFixture(first.api()), "first");
        return start("second");
    }

    private void awaitLeader(ServiceFixture fixture, String home) throws IOException {
        String instance = instance(home);
        fixture.awaitDispatcher(it -> it.containsKey("leader") && leader(it).equals(instance));
    }

    private static String leader(ServiceFixture fixture) {
        return leader(fixture.dispatcher());
    }

    private static String leader(JsonObject dispatcher) {
        return dispatcher.getJsonObject("leader").getString("instance");
    }

    private String instance(String home) throws IOException {
        return Files.readString(directory.resolve(home).resolve("instance-id")).strip();
    }

    private void release(String task) throws IOException {
        Files.createFile(directory.resolve("go-" + task));
    }

    /** The states of all sessions of a task, the last one first. */
    private static List<String> states(ServiceFixture fixture, String task) {
        return fixture.sessions(task).stream().map(it -> it.getString("state")).toList();
    }
}
