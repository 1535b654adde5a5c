package dev.yardmaster.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.yardmaster.testkit.Api;
import dev.yardmaster.testkit.LocalService;
import dev.yardmaster.testkit.ServiceTestResource;
import dev.yardmaster.testkit.Slots;
import dev.yardmaster.testkit.Wrapper;
import dev.yardmaster.testkit.cli.EventFlood;
import dev.yardmaster.testkit.cli.FakeClaude;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** On which executable sessions run, with which settings, and how their work continues elsewhere. The CLIs are fakes that record their input. */
@QuarkusTest
@WithTestResource(ServiceTestResource.class)
@Timeout(60)
class SessionChoiceTest {
    @TempDir
    Path directory;

    private final Api api = LocalService.api();

    @Test
    void shouldExplainWhatAnAgentWouldRunOn() {
        // Given
        String agent = api.agent(new JsonObject().put("provider", Wrapper.ID).put("model", "opus"));

        // When
        JsonObject resolution = api.json(api.get("/api/agents/" + agent + "/resolution"));

        // Then
        assertThat(resolution.getString("provider")).isEqualTo(Wrapper.ID);
        assertThat(resolution.getString("executable")).isEqualTo(Wrapper.ID);
        assertThat(resolution.getString("model")).isEqualTo("large");
        assertThat(resolution.getJsonArray("levels")).hasSize(9);
        assertThat(resolution.getJsonArray("levels").getJsonObject(3))
                .isEqualTo(new JsonObject("""
                        {"level":4,"source":"agent","value":"%s","won":true}""".formatted(Wrapper.ID)));
        assertThat(resolution.containsKey("problem")).isFalse();
    }

    @Test
    void shouldReportTheProblemOfAnUnknownProvider() {
        // Given
        String agent = api.agent(Slots.script("exit 0"));

        // When
        JsonObject resolution = api.json(api.get("/api/agents/" + agent + "/resolution?provider=emacs"));

        // Then
        assertThat(resolution.getString("problem")).contains("emacs").contains(Wrapper.ID);
        assertThat(resolution.getJsonArray("hops").getJsonObject(0).getString("outcome"))
                .isEqualTo("unknown");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"executable":"none-such"}                        | executable | unknown_executable | Known executables: claude-code
            {"provider":"emacs"}                              | provider   | unknown_provider   | Known providers: claude-code
            {"provider":"codex","executable":"none-such"}     | executable | unknown_executable | Known executables: claude-code
            {"provider":"codex","executable":"claude-code"}   | executable | unknown_executable | belongs to the provider 'claude-code'
            {"resume":"00000000-0000-7000-8000-000000000000"} | resume     | unknown_session    | GET /api/sessions
            """)
    void shouldRefuseToStartOnWhatDoesNotExist(String body, String field, String code, String detail) {
        // Given
        String agent = api.agent(Slots.script("exit 0"));

        // When
        HttpResponse<String> response = api.send("POST", "/api/agents/" + agent + "/start", body);

        // Then
        assertThat(response.statusCode()).as(response.body()).isEqualTo(422);
        JsonObject problem = new JsonObject(response.body());
        assertThat(problem.getString("code")).isEqualTo(code);
        assertThat(problem.getString("detail")).contains(detail);
        assertThat(problem.getJsonArray("errors").getJsonObject(0).getString("field"))
                .isEqualTo(field);
    }

    @Test
    void shouldRefuseToStartInTheDirectoryOfAProjectThatIsGone() throws Exception {
        // Given
        Path tree = workTree();
        String project = "project-" + UUID.randomUUID();
        api.json(api.post("/api/projects", new JsonObject().put("name", project).put("path", tree.toString())));
        String agent = api.agent(new JsonObject().put("project", project));
        Files.move(tree, tree.resolveSibling("elsewhere"));

        // When
        HttpResponse<String> response = api.send("POST", "/api/agents/" + agent + "/start", "{\"prompt\":\"go\"}");

        // Then
        assertThat(response.statusCode()).as(response.body()).isEqualTo(422);
        assertThat(response.body())
                .contains(
                        "unusable_path",
                        tree.toString(),
                        project,
                        "Create the directory again",
                        "PATCH /api/projects/");
        assertThat(api.json(api.get("/api/sessions?agent=" + agent)).getJsonArray("items"))
                .isEmpty();
    }

    @Test
    void shouldRunASingleSessionOnAnotherProvider() {
        // Given
        Wrapper.script(recording("wrapped"));
        String agent = api.agent(Slots.script(recording("usual")));

        // When
        JsonObject session = start(agent, "{\"prompt\":\"go\",\"provider\":\"" + Wrapper.ID + "\",\"model\":\"opus\"}");

        // Then
        assertThat(session.getString("provider")).isEqualTo(Wrapper.ID);
        assertThat(session.getJsonObject("resolution")
                        .getJsonArray("levels")
                        .getJsonObject(0)
                        .getBoolean("won"))
                .isTrue();
        assertThat(arguments("wrapped")).contains("--model large");
        api.json(api.post("/api/agents/" + agent + "/stop", new JsonObject()));
        api.awaitEnd(session.getString("id"));
    }

    @Test
    void shouldUseTheProjectsDirectoryModelAndInstructions() throws Exception {
        // Given
        Path tree = workTree();
        Files.writeString(tree.resolve("AGENTS.md"), "Mind the gap.");
        String project = "project-" + UUID.randomUUID();
        api.json(api.post(
                "/api/projects",
                new JsonObject()
                        .put("name", project)
                        .put("path", tree.toString())
                        .put("instructions", "Be kind.")
                        .put("models", new JsonObject().put("claude-code", "sonnet"))
                        .put("mcpServers", new JsonObject("{\"tools\":{\"command\":\"/bin/tools\"}}"))));
        String agent = api.agent(new JsonObject()
                .put("project", project)
                .put("instructions", "Be brief.")
                .put("executable", Slots.script(recording("usual"))));

        // When
        JsonObject session = start(agent, "{\"prompt\":\"go\"}");

        // Then
        assertThat(session.getString("directory")).isEqualTo(tree.toString());
        assertThat(session.getString("model")).isEqualTo("sonnet");
        assertThat(arguments("usual"))
                .contains("--model sonnet")
                .contains("--mcp-config")
                .contains("--strict-mcp-config");
        assertThat(Files.readString(directory.resolve("usual.files")))
                .contains("You are " + agent + ", a worker")
                .contains("\n\nMind the gap.\n\nBe kind.\n\nBe brief.")
                .contains("/bin/tools");
        api.json(api.post("/api/agents/" + agent + "/stop", new JsonObject()));
        api.awaitEnd(session.getString("id"));
        assertThat(scratch(session)).doesNotExist();
    }

    @Test
    void shouldHandOverARunningSessionWhenItsAgentIsChanged() {
        // Given
        Wrapper.script(recording("second"));
        String agent =
                api.agent(Slots.running(FakeClaude.printing(EventFlood.of(50)).install(directory)));
        String first = api.start(agent, "Paint the shed.");
        awaitType(first, "turn.ended");

        // When
        api.json(api.send(
                "PATCH",
                "/api/agents/" + agent + "?restart=true",
                "application/merge-patch+json",
                "{\"executable\":null,\"provider\":\"" + Wrapper.ID + "\"}"));

        // Then
        assertThat(api.awaitEnd(first).getString("state")).isEqualTo("stopped");
        JsonObject second = await().until(() -> running(agent), found -> found.containsKey("id"));
        assertThat(second.getString("provider")).isEqualTo(Wrapper.ID);
        assertThat(second.getString("earlier")).isEqualTo(first);
        await().untilAsserted(() -> assertThat(directory.resolve("second.files"))
                .content()
                .contains("# Hand-off")
                .contains("Paint the shed."));
        assertThat(api.events(second.getString("id"))
                        .getFirst()
                        .getJsonObject("data")
                        .getString("text"))
                .startsWith("An earlier session has worked on this");
        api.json(api.post("/api/agents/" + agent + "/stop", new JsonObject()));
        api.awaitEnd(second.getString("id"));
    }

    @Test
    void shouldRunTheTaskAgainOnTheChangedAgent() {
        // Given
        Wrapper.script(recording("second"));
        String agent = api.agent(Slots.script(
                "read -r _\necho '{\"type\":\"system\",\"subtype\":\"init\",\"session_id\":\"s\"}'\ncat >/dev/null"));
        String task = api.task(agent, "Paint the shed.");
        String first = api.awaitSession(task);
        awaitType(first, "session.started");

        // When
        api.json(api.send(
                "PATCH",
                "/api/agents/" + agent + "?restart=true",
                "application/merge-patch+json",
                "{\"executable\":null,\"provider\":\"" + Wrapper.ID + "\"}"));

        // Then
        await().atMost(20, TimeUnit.SECONDS)
                .untilAsserted(() -> assertThat(directory.resolve("second.files"))
                        .content()
                        .contains("## Task: a task")
                        .contains("Paint the shed."));
        String second = api.json(api.get("/api/tasks/" + task)).getString("session");
        assertThat(second).isNotEqualTo(first);
        assertThat(api.json(api.get("/api/sessions/" + first)).getString("state"))
                .isEqualTo("stopped");
        api.json(api.post("/api/agents/" + agent + "/stop", new JsonObject()));
        api.awaitEnd(second);
    }

    @Test
    void shouldKeepTheRunningSessionWhenTheChangedAgentCannotStart() {
        // Given
        String agent = api.agent(Slots.script(recording("usual")));
        String session = start(agent, "{\"prompt\":\"go\"}").getString("id");

        // When
        var response = api.send(
                "PATCH",
                "/api/agents/" + agent + "?restart=true",
                "application/merge-patch+json",
                "{\"provider\":\"emacs\"}");

        // Then
        assertThat(response.statusCode()).isEqualTo(422);
        assertThat(api.json(api.get("/api/sessions/" + session)).containsKey("endedAt"))
                .isFalse();
        api.json(api.post("/api/agents/" + agent + "/stop", new JsonObject()));
        api.awaitEnd(session);
    }

    /** A script that records its arguments and the content of those that are files, then waits for the end of its input. */
    private String recording(String name) {
        return """
                read -r line
                echo "$@" > '%1$s.part' && mv '%1$s.part' '%1$s.arguments'
                { for file in "$@" $(echo "$line" | grep -o '/[^" ]*hand-off.md'); do [ -f "$file" ] && cat "$file"; done; } > '%1$s.part2'
                mv '%1$s.part2' '%1$s.files'
                cat >/dev/null""".formatted(directory.resolve(name));
    }

    private String arguments(String name) {
        await().until(() -> Files.exists(directory.resolve(name + ".files")));
        try {
            return Files.readString(directory.resolve(name + ".arguments"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private JsonObject start(String agent, String body) {
        return api.json(api.send("POST", "/api/agents/" + agent + "/start", body));
    }

    private JsonObject running(String agent) {
        return api.json(api.get("/api/sessions?agent=" + agent + "&limit=10")).getJsonArray("items").stream()
                .map(JsonObject.class::cast)
                .filter(session -> !session.containsKey("endedAt"))
                .findFirst()
                .orElseGet(JsonObject::new);
    }

    private void awaitType(String session, String type) {
        await().until(() -> api.events(session).stream()
                .anyMatch(event -> event.getString("type").equals(type)));
    }

    private Path scratch(JsonObject session) {
        return LocalService.home().resolve("scratch").resolve(session.getString("id"));
    }

    private Path workTree() throws Exception {
        Path tree = Files.createDirectory(directory.resolve("tree"));
        for (List<String> command : List.of(
                List.of("git", "init", "-q", "-b", "main"),
                List.of(
                        "git",
                        "-c",
                        "user.name=a",
                        "-c",
                        "user.email=a@b",
                        "commit",
                        "-q",
                        "--allow-empty",
                        "-m",
                        "x"))) {
            assertThat(new ProcessBuilder(command)
                            .directory(tree.toFile())
                            .start()
                            .waitFor())
                    .isZero();
        }
        return tree.toRealPath();
    }
}
