package dev.yardmaster.executable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.yardmaster.database.OwnContext;
import dev.yardmaster.testkit.Api;
import dev.yardmaster.testkit.LocalService;
import dev.yardmaster.testkit.LogCapture;
import dev.yardmaster.testkit.ServiceTestResource;
import dev.yardmaster.testkit.cli.EventFlood;
import dev.yardmaster.testkit.cli.FakeClaude;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Secrets in the environment of an executable: stored encrypted, passed to sessions, never shown. */
@QuarkusTest
@WithTestResource(ServiceTestResource.class)
@Timeout(60)
class ExecutableSecretTest {
    private static final String SECRET = "open-sesame-4711";

    @Inject
    Pool pool;

    @Inject
    Executables executables;

    @Inject
    ExecutableReloader reloader;

    @TempDir
    Path directory;

    private final Api api = LocalService.api();
    private String name;

    @BeforeEach
    void connect() {
        name = "seat-" + UUID.randomUUID().toString().substring(0, 8);
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
    void shouldKeepASecretThatIsSentBackAsShown() {
        // Given
        put(withSecret("{\"secret\": \"" + SECRET + "\"}"));

        // When
        HttpResponse<String> response = put(withSecret("{\"secret\": true}"));

        // Then
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(executables.executable(name).environment()).containsEntry("MY_SECRET", SECRET);
    }

    @Test
    void shouldRemoveASecretThatIsLeftOut() {
        // Given
        put(withSecret("{\"secret\": \"" + SECRET + "\"}"));

        // When
        put("{\"provider\": \"claude-code\"}");

        // Then
        assertThat(executables.executable(name).environment()).isEmpty();
        assertThat(put(withSecret("{\"secret\": true}")).statusCode()).isEqualTo(400);
    }

    @Test
    void shouldNotLetOtherUsersReadTheKey() throws IOException {
        // When
        put(withSecret("{\"secret\": \"" + SECRET + "\"}"));

        // Then
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key())))
                .isEqualTo("rw-------");
    }

    @Test
    void shouldReportALostKeyAndContinue() throws IOException {
        // Given
        put(withSecret("{\"secret\": \"" + SECRET + "\"}"));
        Path aside = Files.move(key(), directory.resolve("key"));

        // When
        reload();
        JsonObject shown = api.json(api.get("/api/executables/" + name));
        HttpResponse<String> agent = api.post(
                "/api/agents",
                new JsonObject().put("name", name).put("role", "worker").put("executable", name));
        Files.move(aside, key());
        reload();

        // Then
        assertThat(shown.getString("problem")).contains("secret-key", "Put the right file back");
        assertThat(agent.statusCode()).isEqualTo(409);
        assertThat(agent.body()).contains("executable_unusable", "secret-key");
        assertThat(executables.executable(name).environment()).containsEntry("MY_SECRET", SECRET);
    }

    @Test
    void shouldNotDecryptASecretCopiedToAnotherExecutable() {
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
    void shouldLoadStoredExecutablesAfterARestart() {
        // Given
        put(withSecret("{\"secret\": \"" + SECRET + "\"}"));
        executables.store(StoredExecutables.NONE);
        assertThat(executables.find(name)).isEmpty();

        // When
        reloader.start(new StartupEvent());

        // Then
        assertThat(executables.executable(name).environment()).containsEntry("MY_SECRET", SECRET);
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

        var log = new LogCapture();

        // When
        api.awaitTask(api.task(api.agent(name), "go"), "done");

        // Then
        log.close();
        assertThat(directory.resolve("got")).hasContent(SECRET);
        assertThat(log.entries()).isNotEmpty().noneMatch(message -> message.contains(SECRET));
    }

    @Test
    void shouldNotShowASecretThatTheProgramPrints() throws IOException {
        // Given
        install("leaking", """
                case "$1" in --version) echo '2.1.329 (Claude Code)'; exit 0;; auth) echo '{}'; exit 0;; esac
                echo '{"type":"system","subtype":"init","session_id":"s","model":"m"}'
                printf '{"type":"assistant","message":{"id":"m","model":"m","content":[{"type":"text","text":"%s"}]}}\\n' "$MY_SECRET"
                echo "plain $MY_SECRET"
                echo "error: $MY_SECRET is not right" >&2
                exit 3
                """);

        // When
        String session =
                api.start(api.agent(new JsonObject().put("executable", name).put("launchMode", "one-shot")), "go");
        JsonObject ended = api.awaitEnd(session);

        // Then
        String shown = api.get("/api/sessions/" + session + "/events?limit=1000&raw=true")
                .body();
        assertThat(ended.getJsonObject("end").getString("reason")).endsWith("It printed: error: *** is not right.");
        assertThat(ended.encode() + shown).doesNotContain(SECRET);
        assertThat(shown).contains("plain ***", "\"***\"", "error: *** is not right");
    }

    @Test
    void shouldNotShowASecretInTheHealth() throws IOException {
        // When
        JsonObject added = install("broken", "echo \"version $MY_SECRET\"");

        // Then
        assertThat(added.encode()).contains("printed 'version ***'").doesNotContain(SECRET);
    }

    private JsonObject install(String program, String script) throws IOException {
        Path file = Files.writeString(directory.resolve(program), "#!/bin/sh\n" + script);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        return api.json(put(new JsonObject(withSecret("{\"secret\": \"" + SECRET + "\"}"))
                .put("path", file.toString())
                .encode()));
    }

    private static String withSecret(String value) {
        return "{\"provider\": \"claude-code\", \"environment\": {\"MY_SECRET\": " + value + "}}";
    }

    private HttpResponse<String> put(String body) {
        return api.send("PUT", "/api/executables/" + name, body);
    }

    private void reload() {
        OwnContext.await(reloader::reload, Duration.ofSeconds(10));
    }

    /** The row as a dump of the table shows it. */
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
