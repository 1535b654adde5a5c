package dev.yardmaster.worktree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.yardmaster.dispatch.Fakes;
import dev.yardmaster.project.TestProjects;
import dev.yardmaster.testkit.Api;
import dev.yardmaster.testkit.LocalService;
import dev.yardmaster.testkit.ServiceTestResource;
import dev.yardmaster.testkit.TestRepository;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What people see and do with worktrees, and when their directories are removed. */
@QuarkusTest
@WithTestResource(ServiceTestResource.class)
@Timeout(120)
class WorktreeHttpTest {
    private static final Duration RETENTION = Duration.ofDays(2);

    @TempDir
    Path directory;

    @Inject
    Worktrees worktrees;

    @Inject
    WorktreeRepository repository;

    @Inject
    Pool pool;

    private final Api api = LocalService.api();
    private final String project = "project-" + UUID.randomUUID();
    private TestRepository checkout;
    private String agent;

    @BeforeEach
    void createProject() {
        checkout = TestRepository.create(directory.resolve("project"));
        api.json(api.post(
                "/api/projects",
                new JsonObject()
                        .put("name", project)
                        .put("path", checkout.path().toString())));
        agent = api.agent(Fakes.claude("echo one >> one\n" + Fakes.works()));
    }

    @AfterEach
    void disableAgent() {
        api.change(agent, new JsonObject().put("enabled", false));
    }

    @Test
    void shouldShowAWorktreeWithItsCheckpointsAndChanges() {
        // Given
        String task = doneTask();

        // When
        JsonArray listed = api.json(api.get("/api/worktrees?state=present&project=" + project))
                .getJsonArray("items");
        JsonObject details = details(task);
        HttpResponse<String> difference = api.get("/api/tasks/" + task + "/diff");

        // Then
        assertThat(listed).hasSize(1);
        JsonObject worktree = listed.getJsonObject(0);
        assertThat(details.getJsonObject("worktree")).isEqualTo(worktree);
        assertThat(worktree.getString("task")).isEqualTo(task);
        assertThat(worktree.getString("base")).isEqualTo(checkout.git("rev-parse", "main"));
        assertThat(worktree.getInteger("checkpoint")).isEqualTo(1);
        JsonObject last = details.getJsonArray("checkpoints").getJsonObject(1);
        assertThat(last.getString("reason")).startsWith("The session is completed: ");
        assertThat(last.getString("session"))
                .isEqualTo(api.json(api.get("/api/tasks/" + task)).getString("session"));
        assertThat(difference.body()).contains("+++ b/one", "+one");
    }

    @Test
    void shouldSayThatATaskHasNoWorktreeOrAStateIsUnknown() {
        // Given
        String task = api.task(agent, "go", new JsonObject());
        api.awaitTask(task, "done");

        // When
        HttpResponse<String> none = api.get("/api/tasks/" + task + "/worktree");
        HttpResponse<String> unknown = api.get("/api/worktrees?state=lost");

        // Then
        assertThat(none.statusCode()).isEqualTo(404);
        assertThat(none.body()).contains("has no worktree");
        assertThat(unknown.statusCode()).isEqualTo(400);
        assertThat(unknown.body()).contains("creating, present, removing, removed");
    }

    @Test
    void shouldRestoreTheFilesOfACheckpoint() throws Exception {
        // Given
        String task = doneTask();
        Path path = path(task);
        Files.writeString(path.resolve("one"), "changed by hand\n");

        // When
        HttpResponse<String> refused = api.post("/api/tasks/" + task + "/restore", new JsonObject());
        JsonObject restored =
                api.json(api.post("/api/tasks/" + task + "/restore", new JsonObject().put("checkpoint", 1)));

        // Then
        assertThat(refused.statusCode()).isEqualTo(409);
        assertThat(refused.body()).contains("Name a checkpoint");
        assertThat(Files.readString(path.resolve("one"))).isEqualTo("one\n");
        assertThat(restored.getJsonArray("checkpoints")).hasSize(3);
        assertThat(checkout.git("show", "refs/yardmaster/" + task + "/2:one")).isEqualTo("changed by hand");
    }

    @Test
    void shouldRemoveTheWorktreeOfATaskThatEndedLongAgo() throws Exception {
        // Given
        String task = doneTask();
        Path path = path(task);

        // When
        removal(Duration.ZERO).run();
        boolean early = Files.exists(path);
        removal(RETENTION).run();

        // Then
        assertThat(early).isTrue();
        assertThat(path).doesNotExist();
        assertThat(details(task).getJsonObject("worktree").getString("state")).isEqualTo("removed");
        api.json(api.post("/api/tasks/" + task + "/restore", new JsonObject()));
        assertThat(Files.readString(path.resolve("one"))).isEqualTo("one\n");
        assertThat(details(task).getJsonObject("worktree").getString("state")).isEqualTo("present");
    }

    @Test
    void shouldRestoreTheWorktreeOfATaskThatIsReopened() throws Exception {
        // Given
        String task = doneTask();
        Path path = path(task);
        removal(RETENTION).run();

        // When
        api.json(api.post("/api/tasks/" + task + "/reopen", new JsonObject()));
        api.awaitTask(task, "done");

        // Then
        assertThat(Files.readString(path.resolve("one"))).isEqualTo("one\none\n");
    }

    @Test
    void shouldRemoveTheWorktreeOfADeletedTaskAndKeepWhatItHasWritten() {
        // Given
        String task = doneTask();
        Path path = path(task);
        api.json(api.send("DELETE", "/api/tasks/" + task, ""));

        // When
        removal(RETENTION).run();

        // Then
        assertThat(path).doesNotExist();
        assertThat(api.get("/api/tasks/" + task + "/worktree").statusCode()).isEqualTo(404);
        assertThat(checkout.git("show", "refs/yardmaster/" + task + "/1:one")).isEqualTo("one");
    }

    @Test
    void shouldKeepTheWorktreesOfTasksThatHaveNotSucceeded() {
        // Given
        String task = doneTask();
        Path path = path(task);
        api.change(agent, new JsonObject().put("enabled", false));
        api.json(api.post("/api/tasks/" + task + "/reopen", new JsonObject()));

        // When
        removal(RETENTION).run();

        // Then
        assertThat(path).isDirectory();
        api.json(api.post("/api/tasks/" + task + "/cancel", new JsonObject()));
    }

    @Test
    void shouldSayWhyADirectoryStays() throws Exception {
        // Given
        String task = doneTask();
        Path path = path(task);
        checkout.at(path).git("init", "--quiet", "own");

        // When
        removal(RETENTION).run();

        // Then
        assertThat(path.resolve("one")).exists();
        JsonObject worktree = details(task).getJsonObject("worktree");
        assertThat(worktree.getString("state")).isEqualTo("present");
        assertThat(worktree.getString("problem")).contains("a git repository of its own");
    }

    @Test
    void shouldSayThatAnEarlierRemovalIsInTheWay() {
        // Given
        String task = doneTask();
        Path path = path(task);

        // When
        try (var _ = DeepDirectory.create(path.resolveSibling(path.getFileName() + ".removing"))) {
            removal(RETENTION).run();
        }

        // Then
        assertThat(path.resolve("one")).exists();
        JsonObject worktree = details(task).getJsonObject("worktree");
        assertThat(worktree.getString("state")).isEqualTo("present");
        assertThat(worktree.getString("problem")).contains("can't be removed", ".removing");
        removal(RETENTION).run();
        assertThat(path).doesNotExist();
    }

    @Test
    void shouldMakeNoCheckpointInARepositoryOfTheAgent() {
        // Given
        api.change(agent, new JsonObject().put("enabled", false));
        String deceiver = api.agent(Fakes.claude("echo 'gitdir: ./.x' > .git\n" + Fakes.works()));
        String task = api.task(deceiver, "go", new JsonObject().put("project", project));

        // When
        api.awaitTask(task, "done");

        // Then
        api.change(deceiver, new JsonObject().put("enabled", false));
        String session = api.json(api.get("/api/tasks/" + task)).getString("session");
        assertThat(api.json(api.get("/api/sessions/" + session))
                        .getJsonObject("end")
                        .getString("reason"))
                .contains("no checkpoint of the end of the session", "is no longer a worktree of");
        JsonObject worktree = details(task).getJsonObject("worktree");
        assertThat(worktree.getInteger("checkpoint")).isZero();
        assertThat(worktree.getString("problem")).contains("is no longer a worktree of");
    }

    @Test
    void shouldKeepTheProjectOfATaskWithAWorktree() {
        // Given
        String task = doneTask();
        String other = "project-" + UUID.randomUUID();
        TestRepository repository = TestRepository.create(directory.resolve("other"));
        api.json(api.post(
                "/api/projects",
                new JsonObject()
                        .put("name", other)
                        .put("path", repository.path().toString())));
        api.change(agent, new JsonObject().put("enabled", false));
        api.json(api.post("/api/tasks/" + task + "/reopen", new JsonObject()));

        // When
        var refused = api.send(
                "PATCH",
                "/api/tasks/" + task,
                new JsonObject().put("project", other).encode());
        var removed = api.send(
                "PATCH",
                "/api/tasks/" + task,
                new JsonObject().putNull("project").encode());
        var same = api.send(
                "PATCH",
                "/api/tasks/" + task,
                new JsonObject().put("project", project).put("title", "other").encode());

        // Then
        assertThat(refused.statusCode()).isEqualTo(409);
        assertThat(refused.body()).contains("has a worktree of its project");
        assertThat(removed.statusCode()).isEqualTo(409);
        assertThat(same.statusCode()).isEqualTo(200);
        api.json(api.post("/api/tasks/" + task + "/cancel", new JsonObject()));
    }

    @Test
    void shouldStartNoSessionOfAnotherProjectInAWorktree() {
        // Given
        String task = doneTask();
        var other = TestProjects.of(UUID.randomUUID(), "other", directory.toString(), List.of());

        // When
        var thrown = assertThatThrownBy(() -> worktrees
                .claim(pool, UUID.fromString(task), Optional.of(other), false)
                .await()
                .atMost(Duration.ofSeconds(30)));

        // Then
        thrown.hasMessageContaining("worktree of another project than 'other'");
    }

    /** One that works as if some time had passed. */
    private WorktreeRemoval removal(Duration passed) {
        // A minute more than the retention.
        Duration later = passed.isZero() ? passed : passed.plusMinutes(1);
        return new WorktreeRemoval(
                worktrees, repository, RETENTION, () -> Instant.now().plus(later));
    }

    private String doneTask() {
        String task = api.task(agent, "go", new JsonObject().put("project", project));
        api.awaitTask(task, "done");
        return task;
    }

    private JsonObject details(String task) {
        return api.json(api.get("/api/tasks/" + task + "/worktree"));
    }

    private Path path(String task) {
        return Path.of(details(task).getJsonObject("worktree").getString("path"));
    }
}
