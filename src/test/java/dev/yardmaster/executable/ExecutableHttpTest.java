package dev.yardmaster.executable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.yardmaster.testkit.Api;
import dev.yardmaster.testkit.LocalService;
import dev.yardmaster.testkit.ServiceTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@WithTestResource(ServiceTestResource.class)
@Timeout(60)
class ExecutableHttpTest {
    @Inject
    Pool pool;

    @Inject
    Executables executables;

    private final Api api = LocalService.api();
    private String name;

    @BeforeEach
    void connect() {
        name = "seat-" + UUID.randomUUID().toString().substring(0, 8);
    }

    @Test
    void shouldAddAnExecutableAndReturnItsHealth() {
        // When
        HttpResponse<String> answer = put("""
                {"provider": "claude-code", "path": "/nonexistent/claude", "arguments": ["-x", "a b"],
                 "environment": {"PLAIN": "seen"}, "mode": "one-shot"}""");

        // Then
        assertThat(answer.statusCode()).isEqualTo(201);
        assertThat(answer.headers().firstValue("Location").orElseThrow()).endsWith("/api/executables/" + name);
        JsonObject added = api.json(answer);
        assertThat(added.getJsonObject("health").getString("state")).isEqualTo("not-installed");
        added.remove("health");
        assertThat(added).isEqualTo(new JsonObject("""
                {"name": "%s", "provider": "claude-code", "path": "/nonexistent/claude", "arguments": ["-x", "a b"],
                 "environment": {"PLAIN": "seen"}, "mode": "one-shot", "source": "stored"}""".formatted(name)));
        assertThat(put("{\"provider\": \"claude-code\"}").statusCode()).isEqualTo(200);
    }

    @Test
    void shouldNoticeAnExecutableStoredByAnotherService() {
        // When
        pool.query("INSERT INTO executable VALUES ('" + name + "', 'claude-code', '/elsewhere', '{}', '{}', NULL)")
                .execute()
                .await()
                .indefinitely();

        // Then
        await().until(() -> executables.find(name).isPresent());
        assertThat(executables.executable(name).path()).isEqualTo("/elsewhere");
    }

    @Test
    void shouldShowAnExecutableWhoseProviderNoLongerExists() {
        // Given
        pool.query("INSERT INTO executable VALUES ('" + name + "', 'gone', NULL, '{}', '{}', NULL)")
                .execute()
                .await()
                .indefinitely();
        await().until(() -> executables.fault(name).isPresent());

        // When
        JsonObject shown = api.json(api.get("/api/executables/" + name));

        // Then
        assertThat(shown.getString("provider")).isEqualTo("gone");
        assertThat(shown.getString("problem"))
                .contains("its provider no longer exists", "Known providers: claude-code");
    }

    @Test
    void shouldPageExecutablesOfAllSourcesByName() {
        // Given
        put("{\"provider\": \"claude-code\"}");

        // When
        List<JsonObject> found = new ArrayList<>();
        String after = "";
        while (after != null) {
            JsonObject page = api.json(api.get("/api/executables?limit=150&after=" + after));
            page.getJsonArray("items").forEach(item -> found.add((JsonObject) item));
            after = page.getString("next");
        }

        // Then
        assertThat(found).extracting(it -> it.getString("name")).isSorted().doesNotHaveDuplicates();
        assertThat(found)
                .extracting(it -> it.getString("name") + " " + it.getString("source"))
                .contains("claude-code built-in", "slot-7 configuration", name + " stored");
    }

    @Test
    void shouldRemoveUnusedExecutablesOnly() {
        // Given
        put("{\"provider\": \"claude-code\"}");
        String agent = api.agent(new JsonObject().put("executable", name).put("enabled", false));
        api.json(api.send("PATCH", "/api/settings", "{\"fallbackChain\": [\"" + name + "\"]}"));

        // When
        HttpResponse<String> used = api.send("DELETE", "/api/executables/" + name, "");
        api.json(api.send("DELETE", "/api/agents/" + agent, ""));
        api.json(api.send("PATCH", "/api/settings", "{\"fallbackChain\": null}"));
        HttpResponse<String> unused = api.send("DELETE", "/api/executables/" + name, "");

        // Then
        assertThat(used.statusCode()).isEqualTo(409);
        assertThat(used.body()).contains("the agent '" + agent + "'", "the fallback chain of the settings");
        assertThat(unused.statusCode()).isEqualTo(204);
        assertThat(api.get("/api/executables/" + name).statusCode()).isEqualTo(404);
    }

    @Test
    void shouldResetADefaultExecutableWhenItsStoredValuesAreRemoved() {
        // Given
        api.json(api.send(
                "PUT", "/api/executables/claude-code", "{\"provider\": \"claude-code\", \"path\": \"/opt/mine\"}"));
        JsonObject stored = api.json(api.get("/api/executables/claude-code"));

        // When
        HttpResponse<String> removed = api.send("DELETE", "/api/executables/claude-code", "");

        // Then
        assertThat(stored.getString("path")).isEqualTo("/opt/mine");
        assertThat(removed.statusCode()).isEqualTo(204);
        JsonObject shown = api.json(api.get("/api/executables/claude-code"));
        assertThat(shown.getString("source")).isEqualTo("built-in");
        assertThat(shown.getString("path")).isEqualTo("claude");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            PUT    | slot-1      | {"provider":"claude-code"}                                      | 409 | comes from the configuration
            DELETE | slot-1      | {}                                                              | 409 | comes from the configuration
            DELETE | claude-code | {}                                                              | 409 | is built in
            DELETE | nope        | {}                                                              | 404 | executable_not_found
            GET    | nope        | {}                                                              | 404 | executable_not_found
            PUT    | claude-code | {"provider":"wrapped-agent"}                                    | 409 | default executable
            PUT    | -x          | {"provider":"claude-code"}                                      | 400 | name must be
            PUT    | x           | {}                                                              | 400 | 'provider' is missing
            PUT    | x           | {"provider":"nope"}                                             | 422 | Known providers: claude-code
            PUT    | x           | {"provider":"claude-code","colour":1}                           | 400 | 'colour'
            PUT    | x           | {"provider":"claude-code","path":"a/b"}                         | 400 | absolute path
            PUT    | x           | {"provider":"claude-code","path":""}                            | 400 | absolute path
            PUT    | x           | {"provider":"claude-code","mode":"nope"}                        | 400 | bidirectional or one-shot
            PUT    | x           | {"provider":"claude-code","arguments":"-x"}                     | 400 | 'arguments'
            PUT    | x           | {"provider":"claude-code","arguments":[null]}                   | 400 | arguments
            PUT    | x           | {"provider":"claude-code","environment":{"1A":"x"}}             | 400 | name of a variable
            PUT    | x           | {"provider":"claude-code","environment":{"A":1}}                | 400 | {"secret": "value"}
            PUT    | x           | {"provider":"claude-code","environment":{"A":null}}             | 400 | environment
            PUT    | x           | {"provider":"claude-code","environment":{"A":{"secret":false}}} | 400 | environment.A
            PUT    | x           | {"provider":"claude-code","environment":{"A":{"secret":true}}}  | 400 | no stored secret
            PUT    | x           | {"provider":"claude-code","environment":{"A":"\\u0000"}}        | 400 | no NUL
            """)
    void shouldRefuseBadRequests(String method, String executable, String body, int status, String message) {
        // When
        HttpResponse<String> answer = api.send(method, "/api/executables/" + executable, body);

        // Then
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.body().replace("\\\"", "\"")).contains(message);
    }

    private HttpResponse<String> put(String body) {
        return api.send("PUT", "/api/executables/" + name, body);
    }
}
