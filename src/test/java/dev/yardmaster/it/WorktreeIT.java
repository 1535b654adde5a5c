package dev.yardmaster.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.yardmaster.dispatch.Fakes;
import dev.yardmaster.testkit.Api;
import dev.yardmaster.testkit.TestRepository;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code kill -9} of the service while an agent works in a worktree. */
class WorktreeIT {
    @TempDir
    Path directory;

    @Test
    void shouldKeepWhatAnAgentHadWrittenWhenTheServiceWasKilled() throws Exception {
        // Given
        Path home = directory.resolve("home");
        TestRepository repository = TestRepository.create(directory.resolve("project"));
        configure("if [ ! -e half ]; then echo written > half; exec sleep 600; fi\n" + Fakes.works());
        String task;
        String path;
        try (var service = PackagedService.start(directory, home)) {
            Api api = service.api();
            api.json(api.post(
                    "/api/projects",
                    new JsonObject()
                            .put("name", "shop")
                            .put("path", repository.path().toString())));
            task = api.task(api.agent("only"), "go", new JsonObject().put("project", "shop"));
            path = worktree(api, api.awaitSession(task), task);
            await().atMost(Duration.ofMinutes(1)).until(() -> Files.exists(Path.of(path, "half")));

            // When
            service.kill();
        }

        // Then
        try (var service = PackagedService.start(directory, home)) {
            Api api = service.api();
            api.awaitTask(task, "done");
            assertThat(repository.git("show", "refs/yardmaster/" + task + "/1:half"))
                    .isEqualTo("written");
            JsonArray sessions = api.json(api.get("/api/sessions?task=" + task)).getJsonArray("items");
            assertThat(sessions.stream().map(it -> ((JsonObject) it).getString("state")))
                    .containsExactly("completed", "lost");
            assertThat(sessions.stream().map(it -> ((JsonObject) it).getString("directory")))
                    .containsOnly(path);
            assertThat(api.json(api.get("/api/tasks/" + task + "/worktree"))
                            .getJsonArray("checkpoints")
                            .getJsonObject(1)
                            .getString("reason"))
                    .startsWith("The session is lost");
        }
    }

    private static String worktree(Api api, String session, String task) {
        String path = api.json(api.get("/api/sessions/" + session)).getString("directory");
        assertThat(path).endsWith("worktrees/shop/" + task.substring(task.lastIndexOf('-') + 1));
        return path;
    }

    private void configure(String script) throws IOException {
        Path program = Files.writeString(directory.resolve("agent"), "#!/bin/sh\n" + script + "\n");
        assertThat(program.toFile().setExecutable(true)).isTrue();
        Files.createDirectory(directory.resolve("config"));
        Files.writeString(directory.resolve("config/application.properties"), """
                yardmaster.health.every=off
                yardmaster.executables.only.provider=claude-code
                yardmaster.executables.only.path=%s
                """.formatted(program));
    }
}
