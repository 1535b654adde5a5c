package dev.yardmaster.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.yardmaster.database.EmbeddedPostgres;
import dev.yardmaster.testkit.Api;
import dev.yardmaster.testkit.TcpRelay;
import dev.yardmaster.testkit.cli.EventFlood;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The database of a service is stopped under load, and started again later. */
class DatabaseOutageIT {
    private static final Duration OUTAGE = Duration.ofSeconds(Integer.getInteger("outage.seconds", 10));
    private static final Duration LONGEST_ANSWER = Duration.ofSeconds(Integer.getInteger("outage.answer.seconds", 20));
    private static final Duration TIMEOUT = Duration.ofMinutes(3);
    private static final int AGENTS = 6;

    @TempDir
    Path directory;

    @Test
    void shouldAnswerDuringTheOutageAndCompleteAllTasksAfterIt() throws Exception {
        // Given
        var clis = new FakeClis(directory, EventFlood.of(2_000));
        clis.add("only", "--sleep=2", "--in-pieces");
        EmbeddedPostgres postgres = startPostgres();
        try (TcpRelay relay = TcpRelay.to(postgres.host(), postgres.port());
                PackagedService service = startService(postgres, relay)) {
            Api api = service.api();
            var fixture = new ServiceFixture(api);
            fixture.registerAgents(AGENTS, AGENTS, new JsonObject().put("executable", "only"));
            var feed = new FeedRecorder();
            feed.follow(api, "/api/events");
            var streams = new FeedRecorder();
            streams.followSessions(api);
            List<String> tasks = fixture.tasks(AGENTS * 4);
            await().atMost(TIMEOUT)
                    .until(() ->
                            clis.starts().size() >= AGENTS && streams.received().size() > 1_000);

            // When
            postgres.close();
            Duration slowest = slowestAnswer(api);
            postgres = startPostgres();
            relay.redirect(postgres.port());

            // Then
            assertThat(slowest).isLessThan(LONGEST_ANSWER);
            for (String task : tasks) {
                await().atMost(TIMEOUT)
                        .ignoreExceptions()
                        .until(() -> fixture.task(task).getString("state").equals("done"));
                assertThat(fixture.completedSessions(task)).isEqualTo(1);
            }
            assertThat(clis.violations()).isEmptyFile();
            assertThat(fixture.usedSlots()).isZero();
            Map<FeedRecorder.Key, JsonObject> stored = FeedRecorder.stored(api);
            await().atMost(TIMEOUT)
                    .untilAsserted(() -> assertThat(feed.missing(stored)).isEmpty());
            assertThat(feed.lost(stored)).isEmpty();
            assertThat(streams.lost(stored)).isEmpty();
        } finally {
            postgres.close();
        }
    }

    private EmbeddedPostgres startPostgres() {
        return EmbeddedPostgres.start(directory.resolve("postgres"), EmbeddedPostgres.defaultCache());
    }

    private PackagedService startService(EmbeddedPostgres postgres, TcpRelay relay) throws Exception {
        String url = "postgresql://" + postgres.username() + ":" + postgres.password() + "@127.0.0.1:" + relay.port()
                + "/" + postgres.database();
        return PackagedService.start(directory, directory.resolve("home"), Map.of("YARDMASTER_DATABASE_URL", url));
    }

    /** Sends requests of several kinds during the outage. */
    private static Duration slowestAnswer(Api api) {
        Duration slowest = Duration.ZERO;
        long end = System.nanoTime() + OUTAGE.toNanos();
        while (System.nanoTime() < end) {
            slowest = Stream.<Runnable>of(
                            () -> api.get("/api/tasks"),
                            () -> api.post(
                                    "/api/tasks",
                                    new JsonObject().put("title", "t").put("prompt", "go")),
                            () -> api.get("/api/dispatcher"),
                            () -> api.get("/q/health/ready"))
                    .map(DatabaseOutageIT::timeOf)
                    .reduce(slowest, DatabaseOutageIT::longer);
        }
        return slowest;
    }

    private static Duration timeOf(Runnable request) {
        long start = System.nanoTime();
        request.run();
        return Duration.ofNanos(System.nanoTime() - start);
    }

    private static Duration longer(Duration first, Duration second) {
        return first.compareTo(second) > 0 ? first : second;
    }
}
