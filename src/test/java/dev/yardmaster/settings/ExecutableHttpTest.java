package dev.yardmaster.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.yardmaster.provider.Executables;
import dev.yardmaster.provider.StoredExecutables;
import dev.yardmaster.server.LocalService;
import dev.yardmaster.testkit.Api;
import dev.yardmaster.testkit.ServiceTestResource;
import dev.yardmaster.testkit.cli.EventFlood;
import dev.yardmaster.testkit.cli.FakeClaude;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@WithTestResource(ServiceTestResource.class)
@Timeout(60)
class ExecutableHttpTest {
    private static final String SECRET = "open-sesame-4711";

    @TestHTTPResource
    URI base;

    @Inject
    Pool pool;

    @Inject
    Executables executables;

    @Inject
    SettingsSync sync;

    @TempDir
    Path directory;

    private Api api;
    private String name;

    @BeforeEach
    void connect() {
        api = LocalService.api(base);
        name = "seat-" + UUID.randomUUID().toString().substring(0, 8);
    }

    @Test
    void shouldAddAnExecutableAndSayWhatWasFoundOfIt() {
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
    void shouldNeverShowASecret() {
        // Given
        JsonObject added = api.json(put(withSecret("{\"secret\": \"" + SECRET + "\"}")));

        // When
        List<String> seen = List.of(
                added.encode(),
                api.get("/api/executables/" + name).body(),
                api.get("/api/executables?limit=1000").body(),
                api.get("/api/providers").body(),
                row(),
                executables.executable(name).toString());

        // Then
        assertThat(seen).noneMatch(text -> text.contains(SECRET));
        assertThat(added.getJsonObject("environment").getJsonObject("MY_SECRET"))
                .isEqualTo(new JsonObject("{\"secret\": true}"));
        assertThat(executables.executable(name).environment()).containsEntry("MY_SECRET", SECRET);
    }

    @Test
    void shouldKeepASecretThatIsSentAsItWasShown() {
        // Given
        put(withSecret("{\"secret\": \"" + SECRET + "\"}"));

        // When
        HttpResponse<String> answer = put(withSecret("{\"secret\": true}"));

        // Then
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(executables.executable(name).environment()).containsEntry("MY_SECRET", SECRET);
    }

    @Test
    void shouldForgetASecretThatIsLeftOut() {
        // Given
        put(withSecret("{\"secret\": \"" + SECRET + "\"}"));

        // When
        put("{\"provider\": \"claude-code\"}");

        // Then
        assertThat(executables.executable(name).environment()).isEmpty();
        assertThat(put(withSecret("{\"secret\": true}")).statusCode()).isEqualTo(400);
    }

    @Test
    void shouldKeepTheKeyToItself() throws IOException {
        // When
        put(withSecret("{\"secret\": \"" + SECRET + "\"}"));

        // Then
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key())))
                .isEqualTo("rw-------");
    }

    @Test
    void shouldTellOfALostKeyAndGoOn() throws IOException {
        // Given
        put(withSecret("{\"secret\": \"" + SECRET + "\"}"));
        Path aside = Files.move(key(), directory.resolve("key"));

        // When
        sync.reload().await().indefinitely();
        JsonObject shown = api.json(api.get("/api/executables/" + name));
        HttpResponse<String> agent = api.post(
                "/api/agents",
                new JsonObject().put("name", name).put("role", "worker").put("executable", name));
        Files.move(aside, key());
        sync.reload().await().indefinitely();

        // Then
        assertThat(shown.getString("problem")).contains("secret-key", "Put the right file back");
        assertThat(agent.statusCode()).isEqualTo(409);
        assertThat(agent.body()).contains("executable_unusable", "secret-key");
        assertThat(executables.executable(name).environment()).containsEntry("MY_SECRET", SECRET);
    }

    @Test
    void shouldNotDecryptWhatWasMovedToAnotherExecutable() {
        // Given
        put(withSecret("{\"secret\": \"" + SECRET + "\"}"));

        // When
        pool.query("INSERT INTO executable SELECT name || '-thief', provider, path, arguments, environment, launch_mode"
                        + " FROM executable WHERE name = '" + name + "'")
                .execute()
                .await()
                .indefinitely();

        // Then
        await().until(() -> executables.fault(name + "-thief").isPresent());
        pool.query("DELETE FROM executable WHERE name = '" + name + "-thief'")
                .execute()
                .await()
                .indefinitely();
    }

    @Test
    void shouldHearWhatAnotherServiceHasStored() {
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
    void shouldKnowAfterARestartWhatIsStored() {
        // Given
        put(withSecret("{\"secret\": \"" + SECRET + "\"}"));
        executables.store(StoredExecutables.NONE);
        assertThat(executables.find(name)).isEmpty();

        // When
        sync.start(new StartupEvent());

        // Then
        assertThat(executables.executable(name).environment()).containsEntry("MY_SECRET", SECRET);
    }

    @Test
    void shouldShowOneWhoseProviderIsGone() {
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
        assertThat(shown.getString("problem")).contains("its provider is gone", "Known providers: claude-code");
    }

    @Test
    void shouldRunASessionOnAStoredExecutableWithItsSecret() throws IOException {
        // Given
        Path fake = FakeClaude.printing(EventFlood.of(3)).install(directory);
        Path script = Files.writeString(
                directory.resolve("seat"),
                "#!/bin/sh\nprintf %s \"$MY_SECRET\" > '" + directory + "/got'\nexec '" + fake + "' \"$@\"\n");
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
        api.json(put(new JsonObject(withSecret("{\"secret\": \"" + SECRET + "\"}"))
                .put("path", script.toString())
                .encode()));

        List<String> logged = new CopyOnWriteArrayList<>();
        Handler listener = listener(logged);
        Logger.getLogger("").addHandler(listener);

        // When
        api.awaitTask(api.task(api.agent(name), "go"), "done");

        // Then
        Logger.getLogger("").removeHandler(listener);
        assertThat(directory.resolve("got")).hasContent(SECRET);
        assertThat(logged).isNotEmpty().noneMatch(message -> message.contains(SECRET));
    }

    @Test
    void shouldPageExecutablesFromAllPlacesByName() {
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
    void shouldRemoveAnExecutableThatNobodyUsesOnly() {
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
    void shouldTakeBackWhatWasStoredOfADefaultExecutable() {
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
            PUT    | x           | {"provider":"claude-code","mode":"nope"}                        | 400 | bidirectional and one-shot
            PUT    | x           | {"provider":"claude-code","arguments":"-x"}                     | 400 | 'arguments'
            PUT    | x           | {"provider":"claude-code","arguments":[null]}                   | 400 | arguments
            PUT    | x           | {"provider":"claude-code","environment":{"1A":"x"}}             | 400 | name of a variable
            PUT    | x           | {"provider":"claude-code","environment":{"A":1}}                | 400 | {"secret": "value"}
            PUT    | x           | {"provider":"claude-code","environment":{"A":null}}             | 400 | environment
            PUT    | x           | {"provider":"claude-code","environment":{"A":{"secret":false}}} | 400 | environment.A
            PUT    | x           | {"provider":"claude-code","environment":{"A":{"secret":true}}}  | 400 | no secret stored
            PUT    | x           | {"provider":"claude-code","environment":{"A":"\\u0000"}}        | 400 | no NUL
            """)
    void shouldRefuseBadRequests(String method, String executable, String body, int status, String said) {
        // When
        HttpResponse<String> answer = api.send(method, "/api/executables/" + executable, body);

        // Then
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.body().replace("\\\"", "\"")).contains(said);
    }

    private static Handler listener(List<String> logged) {
        return new Handler() {
            @Override
            public void publish(LogRecord entry) {
                logged.add(new SimpleFormatter().format(entry));
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
    }

    private static String withSecret(String value) {
        return "{\"provider\": \"claude-code\", \"environment\": {\"MY_SECRET\": " + value + "}}";
    }

    private HttpResponse<String> put(String body) {
        return api.send("PUT", "/api/executables/" + name, body);
    }

    /** As a dump of the table would have it. */
    private String row() {
        return pool.query("SELECT e::text FROM executable e WHERE name = '" + name + "'")
                .execute()
                .await()
                .indefinitely()
                .iterator()
                .next()
                .getString(0);
    }

    private static Path key() {
        return ConfigProvider.getConfig()
                .getValue("yardmaster.home", Path.class)
                .resolve("secret-key");
    }
}
