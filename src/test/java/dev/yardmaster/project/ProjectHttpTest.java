package dev.yardmaster.project;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yardmaster.testkit.Api;
import dev.yardmaster.testkit.LocalService;
import dev.yardmaster.testkit.ServiceTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@WithTestResource(ServiceTestResource.class)
@Timeout(60)
class ProjectHttpTest {
    @Inject
    Projects projects;

    @Inject
    Pool pool;

    @TempDir
    Path directory;

    private final Api api = LocalService.api();
    private String name;

    @BeforeEach
    void connect() {
        name = "yard-" + UUID.randomUUID().toString().substring(0, 8);
        Git.init(directory, "trunk");
    }

    @Test
    void shouldAddAProjectWithTheCheckedOutBranch() {
        // When
        HttpResponse<String> answer = api.post("/api/projects", minimal());

        // Then
        assertThat(answer.statusCode()).isEqualTo(201);
        JsonObject project = api.json(answer);
        assertThat(answer.headers().firstValue("Location").orElseThrow())
                .endsWith("/api/projects/" + project.getString("id"));
        assertThat(project.getString("baseBranch")).isEqualTo("trunk");
        assertThat(api.json(api.get("/api/projects/" + name))).isEqualTo(project);
        assertThat(api.json(api.get("/api/projects/" + project.getString("id"))))
                .isEqualTo(project);
    }

    @Test
    void shouldStoreAllFields() {
        // Given
        Git.branch(directory, "other");
        JsonObject body = minimal().mergeIn(new JsonObject("""
                {"baseBranch": "other", "agentProvider": "wrapped-agent", "agentRuntime": "claude",
                 "models": {"claude-code": "opus"}, "fallbackChain": ["slot-1", "slot-2"],
                 "mcpServers": {"files": {"command": "npx", "args": ["x"], "env": {"A": "1"}}},
                 "instructions": "Be kind – 日本語.", "testCommand": "./mvnw verify", "worktrees": false,
                 "merge": "review", "testTimeout": "PT20M", "reviewBy": "other-provider"}"""));

        // When
        JsonObject project = api.json(api.post("/api/projects", body));

        // Then
        UUID id = UUID.fromString(project.getString("id"));
        project.remove("id");
        project.remove("createdAt");
        assertThat(project).isEqualTo(body);
        assertThat(projects.profile(pool, id).await().indefinitely().models()).containsEntry("claude-code", "opus");
    }

    @Test
    void shouldNameTheMergeModes() {
        // Given
        JsonObject body = minimal().put("merge", "pull-request");

        // When
        HttpResponse<String> answer = api.post("/api/projects", body);

        // Then
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("The modes are none, auto, review", "does not open pull requests");
    }

    @Test
    void shouldChangeNamedFieldsAndResetNullsInAPatch() {
        // Given
        api.json(api.post(
                "/api/projects",
                minimal().put("testCommand", "make").put("models", new JsonObject("{\"claude-code\": \"a\"}"))));

        // When
        JsonObject changed = api.json(patch("""
                {"testCommand": null, "instructions": "Be brief.", "models": {"wrapped-agent": "small"}}"""));

        // Then
        assertThat(changed.containsKey("testCommand")).isFalse();
        assertThat(changed.getString("instructions")).isEqualTo("Be brief.");
        assertThat(changed.getJsonObject("models"))
                .isEqualTo(new JsonObject("{\"claude-code\": \"a\", \"wrapped-agent\": \"small\"}"));
        assertThat(api.json(api.get("/api/projects/" + name))).isEqualTo(changed);
    }

    @Test
    void shouldAcceptOtherChangesWhenItsProviderOrDirectoryNoLongerExists() {
        // Given
        api.json(api.post("/api/projects", minimal()));
        pool.query("UPDATE project SET agent_provider = 'gone', path = '/gone' WHERE name = '" + name + "'")
                .execute()
                .await()
                .indefinitely();

        // When
        JsonObject changed = api.json(patch("{\"testCommand\": \"make\"}"));

        // Then
        assertThat(changed.getString("agentProvider")).isEqualTo("gone");
        assertThat(changed.getString("testCommand")).isEqualTo("make");
    }

    @Test
    void shouldPageProjectsByName() {
        // Given
        List<String> names = List.of(name + "-0", name + "-1", name + "-2");
        names.forEach(each -> api.json(api.post("/api/projects", minimal().put("name", each))));

        // When
        JsonObject page = api.json(api.get("/api/projects?limit=2&after=" + name));

        // Then
        assertThat(page.getJsonArray("items").stream().map(it -> ((JsonObject) it).getString("name")))
                .containsExactly(name + "-0", name + "-1");
        assertThat(page.getString("next")).isEqualTo(name + "-1");
    }

    @Test
    void shouldRefuseANameThatIsTaken() {
        // Given
        api.json(api.post("/api/projects", minimal()));
        api.json(api.post("/api/projects", minimal().put("name", name + "-b")));

        // When
        List<HttpResponse<String>> answers =
                List.of(api.post("/api/projects", minimal()), patch(name, "{\"name\": \"" + name + "-b\"}"));

        // Then
        assertThat(answers).allSatisfy(answer -> {
            assertThat(answer.statusCode()).isEqualTo(409);
            assertThat(answer.body()).contains("name_taken");
        });
    }

    @Test
    void shouldKeepAProjectThatAgentsAndTasksUse() {
        // Given
        String id = api.json(api.post("/api/projects", minimal())).getString("id");
        String agent = api.agent(new JsonObject().put("project", name).put("enabled", false));
        JsonObject task = api.json(api.post(
                "/api/tasks",
                new JsonObject()
                        .put("title", "t")
                        .put("prompt", "p")
                        .put("agent", agent)
                        .put("project", id)));

        // When
        HttpResponse<String> answer = api.send("DELETE", "/api/projects/" + name, "");

        // Then
        assertThat(api.json(api.get("/api/agents/" + agent)).getString("project"))
                .isEqualTo(id);
        assertThat(task.getString("project")).isEqualTo(id);
        assertThat(answer.statusCode()).isEqualTo(409);
        assertThat(answer.body()).contains("the agent '" + agent + "', 1 task");
    }

    @Test
    void shouldRemoveAnUnusedProject() {
        // Given
        api.json(api.post("/api/projects", minimal()));

        // When
        HttpResponse<String> answer = api.send("DELETE", "/api/projects/" + name, "");

        // Then
        assertThat(answer.statusCode()).isEqualTo(204);
        assertThat(api.get("/api/projects/" + name).body()).contains("project_not_found");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"name": null}                            | invalid_request    | name
            {"name": "a/b"}                           | invalid_request    | name
            {"name": "0d5b1c1e-7f3a-4c9b-8b59-1c4f7a0f2b11"} | invalid_request | look like an id
            {"path": null}                            | invalid_request    | path
            {"path": "relative"}                      | invalid_request    | absolute path
            {"path": "/nonexistent"}                  | unusable_path      | no such directory
            {"path": "/"}                             | unusable_path      | is not a git work tree
            {"baseBranch": "nope"}                    | unknown_branch     | has no such branch
            {"baseBranch": "--help"}                  | unknown_branch     | has no such branch
            {"agentProvider": "nope"}                 | unknown_provider   | 'agentProvider' is 'nope'. There is no provider 'nope'. Known providers: claude-code
            {"agentRuntime": "nope"}                  | unknown_runtime    | 'agentRuntime' is 'nope'. There is no runtime 'nope'. Known runtimes: claude
            {"models": {"nope": "x"}}                 | unknown_provider   | 'models'
            {"models": {"claude-code": 1}}            | invalid_json       | models
            {"fallbackChain": ["nope"]}               | unknown_executable | 'fallbackChain'
            {"fallbackChain": ["slot-1", "slot-1"]}   | invalid_request    | twice
            {"mcpServers": []}                        | invalid_json       | mcpServers
            {"mcpServers": {"a": {"url": "x"}}}       | invalid_request    | http://
            {"testCommand": ""}                       | invalid_request    | testCommand
            {"instructions": "a\\u0000b"}             | invalid_request    | NUL
            {"mcpServers": {"a\\u0000b": {"command": "x"}}} | invalid_request | needs another name
            {"colour": "blue"}                        | invalid_json       | 'colour'
            """)
    void shouldRefuseBadProjectsAndBadPatches(String fields, String code, String message) {
        // Given
        JsonObject project = api.json(api.post("/api/projects", minimal()));

        // When
        List<HttpResponse<String>> answers = List.of(
                api.post("/api/projects", minimal().put("name", name + "-bad").mergeIn(new JsonObject(fields))),
                patch(fields));

        // Then
        assertThat(answers).allSatisfy(answer -> {
            JsonObject problem = new JsonObject(answer.body());
            assertThat(problem.getString("code")).as(answer.body()).isEqualTo(code);
            assertThat(problem.getString("detail")).contains(message);
        });
        assertThat(api.json(api.get("/api/projects/" + name))).isEqualTo(project);
        assertThat(api.get("/api/projects/" + name + "-bad").statusCode()).isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            agents | {"name": "x", "role": "worker", "project": "nope"}
            tasks  | {"title": "x", "prompt": "x", "project": "nope"}
            """)
    void shouldRefuseAnUnknownProject(String collection, String body) {
        // When
        HttpResponse<String> answer = api.post("/api/" + collection, new JsonObject(body));

        // Then
        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(answer.body()).contains("unknown_project", "'project'", "/api/projects");
    }

    private JsonObject minimal() {
        return new JsonObject().put("name", name).put("path", directory.toString());
    }

    private HttpResponse<String> patch(String body) {
        return patch(name, body);
    }

    private HttpResponse<String> patch(String project, String body) {
        return api.send("PATCH", "/api/projects/" + project, body);
    }
}
