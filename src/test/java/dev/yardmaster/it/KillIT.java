package dev.yardmaster.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.yardmaster.testkit.Api;
import dev.yardmaster.testkit.cli.EventFlood;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code kill -9} of the service at random moments under load, while clients follow the feed and each session. */
class KillIT {
    private static final int KILLS = Integer.getInteger("kills", 10);
    private static final int AGENTS = Integer.getInteger("kills.agents", 4);

    @TempDir
    Path directory;

    private final FeedRecorder feed = new FeedRecorder();
    private final FeedRecorder streams = new FeedRecorder();
    private final List<String> tasks = new ArrayList<>();
    private final Random random = new Random(9);

    @Test
    void shouldLoseNoEventsAndNoTasksWhenItIsKilled() throws Exception {
        // Given
        Path home = directory.resolve("home");
        var clis = new FakeClis(directory, EventFlood.of(3_000));
        clis.add("only", "--in-pieces", "--background-tool");
        register(home);

        // When
        for (int kill = 0; kill < KILLS; kill++) {
            try (var service = PackagedService.start(directory, home)) {
                load(service.api());
                if (kill == 0) {
                    // However slow the machine is, clients have seen something.
                    await().atMost(Duration.ofMinutes(2))
                            .until(() -> !feed.received().isEmpty()
                                    && !streams.received().isEmpty());
                }
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(random.nextLong(1_500)));
                service.kill();
            }
        }

        // Then
        try (var service = PackagedService.start(directory, home)) {
            Api api = service.api();
            for (String task : tasks) {
                api.awaitTask(task, "done");
            }
            assertThat(clis.violations()).isEmptyFile();
            assertThat(api.json(api.get("/api/sessions?state=lost&limit=1000")).getJsonArray("items"))
                    .isNotEmpty();
            Map<FeedRecorder.Key, JsonObject> stored = FeedRecorder.stored(api);
            for (FeedRecorder seen : List.of(feed, streams)) {
                assertThat(seen.received()).isNotEmpty();
                assertThat(seen.lost(stored)).isEmpty();
            }
            await().atMost(Duration.ofMinutes(2))
                    .untilAsserted(
                            () -> assertThat(AgentProcesses.ofService(home)).isEmpty());
        }
    }

    private void register(Path home) throws Exception {
        try (var service = PackagedService.start(directory, home)) {
            Api api = service.api();
            for (int i = 0; i < AGENTS; i++) {
                api.agent(new JsonObject().put("executable", "only"));
            }
        }
    }

    private void load(Api api) {
        feed.follow(api, "/api/events");
        streams.followSessions(api);
        for (int i = 0; i < 2; i++) {
            tasks.add(api.json(api.post(
                            "/api/tasks", new JsonObject().put("title", "t").put("prompt", "go")))
                    .getString("id"));
        }
    }
}
