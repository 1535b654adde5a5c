package dev.yardmaster.worktree;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yardmaster.dispatch.Fakes;
import dev.yardmaster.testkit.Api;
import dev.yardmaster.testkit.LocalService;
import dev.yardmaster.testkit.ServiceTestResource;
import dev.yardmaster.testkit.TestRepository;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a worktree gets beside its files: ports, a name, and the commands of its project. */
@QuarkusTest
@WithTestResource(ServiceTestResource.class)
@Timeout(120)
class WorktreeScriptsHttpTest {
    private static final Duration RETENTION = Duration.ofDays(2);

    @TempDir
    Path directory;

    @Inject
    Worktrees worktrees;

    @Inject
    WorktreeRepository repository;

    private final Api api = LocalService.api();
    private final String project = "project-" + UUID.randomUUID();
    private String agent;

    @BeforeEach
    void createProject() {
        TestRepository checkout = TestRepository.create(directory.resolve("project"));
        api.json(api.post(
                "/api/projects",
                new JsonObject()
                        .put("name", project)
                        .put("path", checkout.path().toString())));
        agent = api.agent(Fakes.claude("env | grep ^YARDMASTER > seen\n" + Fakes.works()));
    }

    @AfterEach
    void disableAgent() {
        api.change(agent, new JsonObject().put("enabled", false));
    }

    @Test
    void shouldGiveEachTaskPortsAndANameOfItsOwn() throws IOException {

        // When
        String first = done();
        String second = done();

        // Then
        int base = portBase(first);
        assertThat(base).isBetween(20000, 29990);
        assertThat(variables(first))
                .contains(
                        "YARDMASTER_PORT_BASE=" + base,
                        "YARDMASTER_PORT_COUNT=10",
                        "YARDMASTER_WORKTREE=yardmaster_" + first.substring(24));
        assertThat(variables(second)).contains("YARDMASTER_PORT_BASE=" + portBase(second));
    }

    @Test
    void shouldTakePortsFromEndedTasksOnly() {
        // Given
        String ended = done();
        String open = done();
        api.change(agent, new JsonObject().put("enabled", false));
        api.json(api.post("/api/tasks/" + open + "/reopen", new JsonObject()));
        var both = new PortRange(portBase(ended), portBase(ended) + 9, 10);

        // When
        boolean none = repository
                .leasePorts(UUID.fromString(open), new PortRange(portBase(open) + 1, portBase(open) + 9, 10))
                .await()
                .indefinitely()
                .isPresent();
        int taken = repository
                .leasePorts(UUID.fromString(open), both)
                .await()
                .indefinitely()
                .orElseThrow();

        // Then
        assertThat(none).isFalse();
        assertThat(taken).isEqualTo(both.first());
        assertThat(worktree(ended).containsKey("portBase")).isFalse();
        assertThat(repository.leasePorts(UUID.fromString(ended), both).await().indefinitely())
                .isEmpty();
        api.json(api.post("/api/tasks/" + open + "/cancel", new JsonObject()));
    }

    @Test
    void shouldRunTheSetUpCommandOnceInEachDirectory() throws IOException {
        // Given
        Path log = directory.resolve("log");
        set("setupCommand", "echo \"$YARDMASTER_PORT_BASE $PWD\" >> '" + log + "'");
        String task = done();

        // When
        again(task);
        boolean once = Files.readAllLines(log).size() == 1;
        removal().run();
        again(task);

        // Then
        assertThat(once).isTrue();
        assertThat(Files.readAllLines(log)).containsExactly(line(task), line(task));
    }

    @Test
    void shouldSayWhyTheSetUpCommandFailed() {
        // Given
        set("setupCommand", "echo 'fetching'; echo 'no such registry' >&2; exit 7");

        // When
        String task =
                api.task(agent, "go", new JsonObject().put("project", project).put("maxFailures", 1));

        // Then
        String reason = api.awaitTask(task, "failed").getString("reason");
        assertThat(reason).contains("The set-up command of the project failed", "exit code 7", "no such registry");
        assertThat(path(task).resolve("seen")).doesNotExist();
    }

    @Test
    void shouldRunTheTearDownCommandBeforeTheDirectoryIsRemoved() throws IOException {
        // Given
        Path log = directory.resolve("log");
        set("setupCommand", "true");
        set("teardownCommand", "test -e '" + log + "' || { echo 'not yet' >&2; exit 1; }; cat seen >> '" + log + "'");
        String task = done();

        // When
        removal().run();
        JsonObject kept = worktree(task);
        Files.createFile(log);
        removal().run();

        // Then
        assertThat(kept.getString("problem")).contains("The tear-down command of the project failed", "not yet");
        assertThat(kept.getString("state")).isEqualTo("present");
        assertThat(Files.readString(log)).contains("YARDMASTER_PORT_BASE=");
        assertThat(path(task)).doesNotExist();
    }

    private void set(String field, String command) {
        api.json(api.send(
                "PATCH",
                "/api/projects/" + project,
                new JsonObject().put(field, command).encode()));
    }

    /** A task that a session of the agent has done. */
    private String done() {
        String task = api.task(agent, "go", new JsonObject().put("project", project));
        api.awaitTask(task, "done");
        return task;
    }

    private void again(String task) {
        api.json(api.post("/api/tasks/" + task + "/reopen", new JsonObject()));
        api.awaitTask(task, "done");
    }

    private WorktreeRemoval removal() {
        return new WorktreeRemoval(
                worktrees, repository, RETENTION, () -> Instant.now().plus(RETENTION.multipliedBy(2)));
    }

    private String line(String task) {
        return portBase(task) + " " + path(task);
    }

    private List<String> variables(String task) throws IOException {
        return Files.readAllLines(path(task).resolve("seen"));
    }

    private int portBase(String task) {
        return worktree(task).getInteger("portBase");
    }

    private Path path(String task) {
        return Path.of(worktree(task).getString("path"));
    }

    private JsonObject worktree(String task) {
        return api.json(api.get("/api/tasks/" + task + "/worktree")).getJsonObject("worktree");
    }
}
