package dev.yardmaster.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.yardmaster.database.EmbeddedPostgres;
import dev.yardmaster.it.FakeClis.Start;
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

/** Two services on one database, of which the one that dispatches goes away. */
class LeaseIT {
    private static final Duration LEASE = Duration.ofSeconds(5);
    private static final Duration LOST_AFTER = Duration.ofSeconds(10);
    // A service says every three seconds that it is there, and a busy machine keeps it from that for a moment.
    private static final Duration A_MOMENT = Duration.ofSeconds(8);

    // The first session of each task waits until it is let go, or the test is over.
    private static final String WORK = """
            if [ $(grep -c $YARDMASTER_TASK starts) -eq 1 ]; then
                until [ -e go-$YARDMASTER_TASK ] || [ ! -e starts ]; do sleep 0.1; done
            fi
            """;

    @TempDir
    Path directory;

    private FakeClis clis;
    private EmbeddedPostgres postgres;

    @BeforeEach
    void prepare() throws IOException {
        clis = new FakeClis(directory);
        clis.configure(
                "yardmaster.dispatch.lease=" + LEASE.toSeconds() + "s",
                "yardmaster.dispatch.lost-after=" + LOST_AFTER.toSeconds() + "s");
        clis.add("only", WORK);
        clis.addFar("far", "only");
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
            var yard = new ServiceFixture(second.api());
            yard.crew(2, 2, new JsonObject().put("executable", "only"));
            List<String> tasks = yard.tasks(4);
            await().until(() -> clis.starts().size() == 2);

            // When
            first.kill();
            Instant killed = Instant.now();

            // Then
            awaitLeader(yard, "second");
            assertThat(Instant.now()).isBefore(killed.plus(LEASE).plus(A_MOMENT));
            for (String task : tasks.subList(2, 4)) {
                letGo(task);
            }
            for (String task : tasks) {
                yard.api().awaitTask(task, "done");
                assertThat(yard.completed(task)).isEqualTo(1);
            }
            assertThat(clis.starts())
                    .extracting(Start::instance)
                    .containsExactly(id("first"), id("first"), id("second"), id("second"), id("second"), id("second"));
            assertThat(tasks.subList(0, 2))
                    .allSatisfy(task -> assertThat(states(yard, task)).containsExactly("completed", "lost"));
            assertThat(clis.starts().get(2).at())
                    .isBetween(
                            killed.plus(LOST_AFTER).minus(A_MOMENT),
                            killed.plus(LOST_AFTER).plus(A_MOMENT));
            assertThat(yard.used()).isZero();
            assertThat(clis.violations()).isEmptyFile();
        }
    }

    @Test
    void shouldLetGoOfWhatItHasLostWhileItWasSuspended() throws Exception {
        // Given
        try (var first = start("first");
                var second = startSecond(first)) {
            var yard = new ServiceFixture(second.api());
            yard.crew(2, 2, new JsonObject().put("executable", "far"));
            List<String> tasks = yard.tasks(2);
            await().until(() -> clis.starts().size() == 2);
            first.suspend();
            letGo(tasks.getFirst());
            List<JsonObject> done = tasks.stream()
                    .map(task -> yard.api().awaitTask(task, "done"))
                    .toList();
            List<String> lost = tasks.stream()
                    .map(task -> yard.sessions(task).getLast().getString("id"))
                    .toList();

            // When
            first.goOn();

            // Then
            await().atMost(A_MOMENT.multipliedBy(2))
                    .untilAsserted(
                            () -> assertThat(AgentProcesses.ofSessions(lost)).isEmpty());
            var back = new ServiceFixture(first.api());
            await().untilAsserted(() ->
                    assertThat(back.metric("yardmaster_sessions_running")).isZero());
            assertThat(tasks.stream().map(yard::task)).isEqualTo(done);
            assertThat(tasks).allSatisfy(task -> assertThat(states(yard, task)).containsExactly("completed", "lost"));
            assertThat(lost)
                    .allSatisfy(session -> assertThat(yard.api().events(session))
                            .extracting(event -> event.getString("type"))
                            .containsOnlyOnce("session.ended")
                            .endsWith("session.ended"));
            assertThat(leader(back)).isEqualTo(id("second"));
            assertThat(yard.used()).isZero();
            assertThat(clis.starts()).hasSize(4);
        }
    }

    private PackagedService start(String home) throws IOException {
        String url = "postgresql://" + postgres.username() + ":" + postgres.password() + "@" + postgres.host() + ":"
                + postgres.port() + "/" + postgres.database();
        return PackagedService.start(directory, directory.resolve(home), Map.of("YARDMASTER_DATABASE_URL", url));
    }

    /** Starts the second service once the first dispatches. */
    private PackagedService startSecond(PackagedService first) throws IOException {
        awaitLeader(new ServiceFixture(first.api()), "first");
        return start("second");
    }

    private void awaitLeader(ServiceFixture yard, String home) throws IOException {
        String instance = id(home);
        yard.awaitDispatcher(it -> it.containsKey("leader") && leader(it).equals(instance));
    }

    private static String leader(ServiceFixture yard) {
        return leader(yard.dispatcher());
    }

    private static String leader(JsonObject dispatcher) {
        return dispatcher.getJsonObject("leader").getString("instance");
    }

    private String id(String home) throws IOException {
        return Files.readString(directory.resolve(home).resolve("instance-id")).strip();
    }

    private void letGo(String task) throws IOException {
        Files.createFile(directory.resolve("go-" + task));
    }

    /** Of all sessions of a task, the last one first. */
    private static List<String> states(ServiceFixture yard, String task) {
        return yard.sessions(task).stream().map(it -> it.getString("state")).toList();
    }
}
