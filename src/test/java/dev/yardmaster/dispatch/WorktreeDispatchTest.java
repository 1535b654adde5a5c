package dev.yardmaster.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yardmaster.testkit.LocalService;
import dev.yardmaster.testkit.ServiceTestResource;
import dev.yardmaster.testkit.TestRepository;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.SortedMap;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** In which directories the sessions of tasks work, and what is kept of what they write. */
@QuarkusTest
@WithTestResource(ServiceTestResource.class)
@Timeout(120)
class WorktreeDispatchTest {
    @TempDir
    Path directory;

    @RegisterExtension
    final DispatchFixture fixture = new DispatchFixture(LocalService.api());

    private TestRepository repository;

    @BeforeEach
    void createRepository() {
        repository = TestRepository.create(directory.resolve("project"));
    }

    @Test
    void shouldContinueInTheSameWorktreeOnAnotherProvider() {
        // Given
        repository.write("README", "changed by its owner\n");
        SortedMap<String, String> before = repository.checkout();
        Instant reset = Instant.now().plus(1, ChronoUnit.DAYS).truncatedTo(ChronoUnit.SECONDS);
        String first = Fakes.claude(Fakes.first("echo one > one", Fakes.limited("five_hour", reset)));
        String second = Fakes.codex(directory, Fakes.first("cat one README > two", Fakes.codexPrinting()));
        String agent = fixture.agent(new JsonObject()
                .put("executable", first)
                .put("launchMode", "one-shot")
                .put("fallbackChain", new JsonArray().add(second)));
        String project = project(new JsonObject());

        // When
        String task = fixture.task(new JsonObject()
                .put("title", "Fix 'it' / --now \uD83D\uDE80")
                .put("agent", agent)
                .put("project", project));
        fixture.awaitTask(task, "done");

        // Then
        List<JsonObject> sessions = fixture.sessions(task);
        assertThat(sessions).extracting(it -> it.getString("executable")).containsExactly(first, second);
        assertThat(sessions).extracting(it -> it.getString("state")).containsExactly("limited", "completed");
        Path worktree = Path.of(sessions.getFirst().getString("directory"));
        assertThat(sessions.getLast().getString("directory")).isEqualTo(worktree.toString());
        assertThat(worktree)
                .isEqualTo(home().resolve("worktrees")
                        .resolve(project)
                        .resolve(task.substring(task.lastIndexOf('-') + 1)));
        assertThat(repository.at(worktree).read("two")).isEqualTo("one\nfirst\n");
        assertThat(repository.at(worktree).git("symbolic-ref", "--short", "HEAD"))
                .isEqualTo("yardmaster/" + worktree.getFileName() + "-fix-it-now");
        assertThat(repository.git("ls-tree", "--name-only", checkpoint(task, 1)))
                .isEqualTo("README\none");
        assertThat(repository.git("ls-tree", "--name-only", checkpoint(task, 2)))
                .isEqualTo("README\none\ntwo");
        assertThat(repository.git("log", "-1", "--format=%s", checkpoint(task, 1)))
                .startsWith("Checkpoint 1: The session is limited");
        assertThat(repository.checkout()).isEqualTo(before);
    }

    @Test
    void shouldGiveEachTaskAWorktreeOfItsOwn() {
        // Given
        String agent = fixture.agent(Fakes.claude(Fakes.first("pwd > where", Fakes.works())));
        String project = project(new JsonObject());

        // When
        List<String> tasks =
                fixture.tasks(3, new JsonObject().put("agent", agent).put("project", project));
        fixture.awaitAll(tasks, "done");

        // Then
        List<String> worktrees = tasks.stream().map(this::directoryOf).toList();
        assertThat(worktrees)
                .doesNotHaveDuplicates()
                .doesNotContain(repository.path().toString());
        assertThat(worktrees)
                .allSatisfy(it ->
                        assertThat(repository.at(Path.of(it)).read("where")).isEqualTo(it + "\n"));
    }

    @Test
    void shouldWorkInTheProjectsOwnWorkTreeIfItWantsNoWorktrees() {
        // Given
        String agent = fixture.agent(Fakes.claude(Fakes.first("echo one > one", Fakes.works())));
        String project = project(new JsonObject().put("worktrees", false));

        // When
        String task = fixture.task(new JsonObject().put("agent", agent).put("project", project));
        fixture.awaitTask(task, "done");

        // Then
        assertThat(directoryOf(task)).isEqualTo(repository.path().toString());
        assertThat(repository.read("one")).isEqualTo("one\n");
        assertThat(repository.git("for-each-ref", "refs/yardmaster")).isEmpty();
    }

    @Test
    void shouldWorkInTheProjectsOwnWorkTreeWhileItHasNoCommit() {
        // Given
        repository = TestRepository.empty(directory.resolve("empty"));
        String agent = fixture.agent(Fakes.claude(Fakes.first("echo one > one", Fakes.works())));
        String project = project(new JsonObject());

        // When
        String task = fixture.task(new JsonObject().put("agent", agent).put("project", project));
        fixture.awaitTask(task, "done");

        // Then
        assertThat(directoryOf(task)).isEqualTo(repository.path().toString());
        assertThat(repository.read("one")).isEqualTo("one\n");
    }

    @Test
    void shouldSayWhyThereIsNoWorktree() {
        // Given
        String agent = fixture.agent(Fakes.claude(Fakes.works()));
        String project = project(new JsonObject());
        repository.git("branch", "--move", "main", "trunk");

        // When
        String task = fixture.task(
                new JsonObject().put("agent", agent).put("project", project).put("maxFailures", 1));
        fixture.awaitTask(task, "failed");

        // Then
        assertThat(fixture.readTask(task).getString("reason"))
                .contains("The project's base branch 'main' does not exist in " + repository.path());
    }

    @Test
    void shouldEndASessionWhoseCheckpointIsNotComplete() {
        // Given
        String agent = fixture.agent(Fakes.claude(Fakes.first("git init --quiet own; echo one > one", Fakes.works())));
        String project = project(new JsonObject());

        // When
        String task = fixture.task(new JsonObject().put("agent", agent).put("project", project));
        fixture.awaitTask(task, "done");

        // Then
        assertThat(fixture.sessions(task).getFirst().getJsonObject("end").getString("reason"))
                .contains("The checkpoint of the worktree is incomplete.", "own/");
        assertThat(repository.git("ls-tree", "--name-only", checkpoint(task, 1)))
                .isEqualTo("README\none");
    }

    @Test
    void shouldSayThatTheAgentHasBrokenItsWorktreeAndKeepTheDirectory() {
        // Given
        String agent = fixture.agent(Fakes.claude(Fakes.first("rm .git; echo one > one", Fakes.works())));
        String project = project(new JsonObject());

        // When
        String task = fixture.task(new JsonObject().put("agent", agent).put("project", project));
        fixture.awaitTask(task, "done");

        // Then
        assertThat(fixture.sessions(task).getFirst().getJsonObject("end").getString("reason"))
                .contains("has no checkpoint", "is no longer a worktree");
        assertThat(repository.at(Path.of(directoryOf(task))).read("one")).isEqualTo("one\n");
    }

    private static String checkpoint(String task, int number) {
        return "refs/yardmaster/" + task + "/" + number;
    }

    private String directoryOf(String task) {
        return fixture.sessions(task).getFirst().getString("directory");
    }

    private String project(JsonObject fields) {
        String name = fixture.tag() + "-" + repository.path().getFileName();
        JsonObject body =
                fields.copy().put("name", name).put("path", repository.path().toString());
        fixture.api().json(fixture.api().post("/api/projects", body));
        return name;
    }

    private static Path home() {
        return Path.of(ConfigProvider.getConfig().getValue("yardmaster.home", String.class))
                .toAbsolutePath();
    }
}
