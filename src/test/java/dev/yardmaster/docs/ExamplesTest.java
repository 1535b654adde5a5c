package dev.yardmaster.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.yardmaster.Main;
import dev.yardmaster.dispatch.Fakes;
import dev.yardmaster.testkit.Api;
import dev.yardmaster.testkit.LocalService;
import dev.yardmaster.testkit.ServiceTestResource;
import dev.yardmaster.testkit.Slots;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The examples of README.md and docs/ work as they stand. The agents run a fake CLI. */
@QuarkusTest
@WithTestResource(ServiceTestResource.class)
@Timeout(180)
class ExamplesTest {
    private static final Path PRELUDE = Path.of("src/test/resources/examples/prelude.sh");

    @TempDir
    private Path directory;

    private final Api api = LocalService.api();
    private final List<String> before = unfinishedTasks();

    @BeforeEach
    void prepare() throws Exception {
        disableAgents();
        Path home = Files.createDirectories(directory.resolve("home/.yardmaster"));
        Files.copy(LocalService.home().resolve("admin-token"), home.resolve("admin-token"));
        run(
                Map.of(),
                "git",
                "init",
                "-q",
                "-b",
                "main",
                directory.resolve("shop").toString());
        Path claude = Files.writeString(directory.resolve("claude"), "#!/bin/sh\n" + Fakes.works() + "\n");
        Files.setPosixFilePermissions(claude, PosixFilePermissions.fromString("rwxr-xr-x"));
        change(new JsonObject()
                .put("claude-code", claude.toString())
                .put("codex", "/nonexistent/codex")
                .put("opencode", "/nonexistent/opencode"));
    }

    @AfterEach
    void cleanUp() {
        disableAgents();
        for (String agent : List.of("ada", "bob", "kim", "tim", "grace", "eve", "ann")) {
            api.send("POST", "/api/agents/" + agent + "/stop", "");
        }
        tasksOfExamples().forEach(task -> api.send("POST", "/api/tasks/" + task + "/cancel", ""));
        await().untilAsserted(() -> assertThat(tasksOfExamples()).isEmpty());
        change(new JsonObject().putNull("claude-code").putNull("codex").putNull("opencode"));
        api.send("PATCH", "/api/settings", "{\"defaultModels\": null}");
        for (String path : List.of(
                "budgets/agents/ada",
                "budgets/providers/codex",
                "budgets/plans/invoices?period=total",
                "executables/second-seat")) {
            api.send("DELETE", "/api/" + path, "");
        }
    }

    @Test
    void shouldRunEveryExample() throws Exception {
        // Given
        List<ShellBlock> examples =
                ShellBlock.all().stream().filter(ShellBlock::sendsRequests).toList();
        String script = examples.stream()
                .map(block -> "echo '== " + block + "'\n" + block.commands())
                .collect(Collectors.joining("\n", Files.readString(PRELUDE), "echo '== all'\n"));

        // When
        String output = run(
                environment(),
                "bash",
                Files.writeString(directory.resolve("script"), script).toString());

        // Then
        assertThat(examples).hasSizeGreaterThan(15);
        assertThat(output).endsWith("== all\n");
    }

    /** The examples name a session before their own exists. */
    private Map<String, String> environment() {
        String earlier = api.task(api.agent(Slots.script(Fakes.works())), "go");
        URI service = LocalService.base();
        return Map.of(
                "HOME", directory.resolve("home").toString(),
                "SERVICE", service.getHost() + ":" + service.getPort(),
                "SESSION", api.awaitTask(earlier, "done").getString("session"),
                "SHOP", directory.resolve("shop").toString(),
                "COMMAND_LINE", commandLine());
    }

    private static String commandLine() {
        return String.join(
                " ",
                ProcessHandle.current().info().command().orElseThrow(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName());
    }

    private void change(JsonObject paths) {
        api.json(api.send(
                "PATCH",
                "/api/settings",
                new JsonObject().put("executablePaths", paths).encode()));
    }

    private List<String> tasksOfExamples() {
        return unfinishedTasks().stream().filter(task -> !before.contains(task)).toList();
    }

    private List<String> unfinishedTasks() {
        return ids("/api/tasks?state=open&state=running&limit=1000");
    }

    /** The tasks of the examples name no agent, so agents of other tests could take them. */
    private void disableAgents() {
        ids("/api/agents?limit=1000")
                .forEach(agent -> api.send("PATCH", "/api/agents/" + agent, "{\"enabled\": false}"));
    }

    private List<String> ids(String list) {
        return api.json(api.get(list)).getJsonArray("items").stream()
                .map(item -> ((JsonObject) item).getString("id"))
                .toList();
    }

    private static String run(Map<String, String> environment, String... command) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(environment);
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes());
        assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).as(output).isZero();
        return output;
    }
}
