package dev.yardmaster.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.yardmaster.testkit.Api;
import dev.yardmaster.testkit.cli.EventFlood;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code kill -9} of the service at random moments under load. */
class KillIT {
    private static final int KILLS = 20;
    private static final int AGENTS = 4;
    private static final EventFlood FLOOD = EventFlood.of(3_000);

    @TempDir
    Path directory;

    private final FeedRecorder durable = new FeedRecorder();
    private final List<String> tasks = new ArrayList<>();
    private final Random random = new Random(9);

    @Test
    void shouldLoseNothingWhenItIsKilled() throws Exception {
        // Given
        Path home = directory.resolve("home");
        configure(guardedCli());
        register(home);

        // When
        for (int kill = 0; kill < KILLS; kill++) {
            try (var service = PackagedService.start(directory, home)) {
                load(service.api());
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
            assertThat(directory.resolve("violations")).doesNotExist();
            assertThat(api.json(api.get("/api/sessions?state=lost&limit=1000")).getJsonArray("items"))
                    .isNotEmpty();
            Map<FeedRecorder.Key, JsonObject> stored = storedEvents(api);
            assertThat(durable.shown()).isNotEmpty();
            durable.shown().forEach((key, event) -> assertThat(stored.get(key)).isEqualTo(event));
            await().atMost(Duration.ofSeconds(20))
                    .untilAsserted(
                            () -> assertThat(AgentProcesses.ofService(home)).isEmpty());
        }
    }

    private void register(Path home) throws Exception {
        try (var service = PackagedService.start(directory, home)) {
            Api api = service.api();
            for (int i = 0; i < AGENTS; i++) {
                api.agent(new JsonObject());
            }
        }
    }

    private void load(Api api) {
        durable.follow(api, "/api/events");
        for (int i = 0; i < 2; i++) {
            tasks.add(api.json(api.post(
                            "/api/tasks", new JsonObject().put("title", "t").put("prompt", "go")))
                    .getString("id"));
        }
    }

    /** All events of all sessions; checks on the way that their numbers have no hole but behind a {@code gap}. */
    private static Map<FeedRecorder.Key, JsonObject> storedEvents(Api api) {
        Map<FeedRecorder.Key, JsonObject> stored = new HashMap<>();
        for (Object item : api.json(api.get("/api/sessions?limit=1000")).getJsonArray("items")) {
            String session = ((JsonObject) item).getString("id");
            long last = 0;
            for (JsonObject event : api.events(session)) {
                long seq = event.getLong("seq");
                if (event.getString("type").equals("gap")) {
                    assertThat(event.getJsonObject("data").getLong("from")).isEqualTo(last + 1);
                } else {
                    assertThat(seq).isEqualTo(last + 1);
                }
                last = seq;
                stored.put(new FeedRecorder.Key(session, seq), event);
            }
        }
        return stored;
    }

    /** Prints a flood in pieces, leaves a tool in the background, and tells when its task is being run by somebody else already. */
    private Path guardedCli() throws IOException {
        FLOOD.writeTo(directory.resolve("flood.jsonl"));
        Path script = directory.resolve("claude");
        Files.writeString(script, """
                #!/bin/sh
                read -r _
                exec 9>"%1$s/lock-$YARDMASTER_TASK"
                flock -n 9 || echo "$YARDMASTER_TASK" >>"%1$s/violations"
                setsid sleep 300 9>&- >/dev/null 2>&1 &
                while read -r line; do
                    printf '%%s\\n' "$line"
                    n=$((n + 1))
                    [ $((n %% 300)) -eq 0 ] && sleep 0.05
                done <"%1$s/flood.jsonl"
                cat >/dev/null
                """.formatted(directory));
        return Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private void configure(Path cli) throws IOException {
        Files.writeString(
                Files.createDirectory(directory.resolve("config")).resolve("application.properties"),
                "yardmaster.executables.claude-code.path=" + cli + "\nyardmaster.health.every=off\n");
    }
}
