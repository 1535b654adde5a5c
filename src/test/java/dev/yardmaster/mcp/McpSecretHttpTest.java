package dev.yardmaster.mcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.yardmaster.access.AccessRole;
import dev.yardmaster.testkit.Api;
import dev.yardmaster.testkit.LocalService;
import dev.yardmaster.testkit.LogCapture;
import dev.yardmaster.testkit.ServiceTestResource;
import dev.yardmaster.testkit.Slots;
import dev.yardmaster.testkit.TestTokens;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Secrets of MCP servers: stored encrypted, passed to sessions, never shown. */
@QuarkusTest
@WithTestResource(ServiceTestResource.class)
@Timeout(60)
class McpSecretHttpTest {
    private static final String SERVERS = """
            {"files": {"command": "true", "env": {"KEY": {"secret": "canary-in-env"}}},
             "web": {"url": "http://127.0.0.1:9/mcp", "headers": {"X-Key": {"secret": "canary-in-header"}}}}""";
    private static final JsonObject SHOWN = new JsonObject(SERVERS.replaceAll("\"canary[^\"]*\"", "true"));

    @Inject
    Pool pool;

    @TempDir
    Path directory;

    private final Api api = LocalService.api();

    @Test
    void shouldNeverShowASecretOfAnAgent() {
        // Given
        String agent = api.agent(new JsonObject().put("mcpServers", new JsonObject(SERVERS)));
        String stored = row("agent", agent);

        // When
        JsonObject changed = api.json(api.send(
                "PATCH",
                "/api/agents/" + agent,
                new JsonObject().put("mcpServers", SHOWN).encode()));

        // Then
        assertThat(changed.getJsonObject("mcpServers")).isEqualTo(SHOWN);
        assertThat(api.json(api.get("/api/agents/" + agent))).isEqualTo(changed);
        assertThat(row("agent", agent)).isEqualTo(stored).contains("sealed").doesNotContain("canary");
        assertThat(new TestTokens(pool)
                        .api(AccessRole.VIEWER)
                        .get("/api/agents/" + agent)
                        .body())
                .contains("{\"secret\":true}")
                .doesNotContain("canary", "sealed");
    }

    @Test
    void shouldNeverShowASecretOfAProject() throws Exception {
        // Given
        String project = "project-" + UUID.randomUUID().toString().substring(0, 8);
        assertThat(new ProcessBuilder("git", "init", "-q", "-b", "main", directory.toString())
                        .start()
                        .waitFor())
                .isZero();
        JsonObject added = api.json(api.post(
                "/api/projects",
                new JsonObject()
                        .put("name", project)
                        .put("path", directory.toRealPath().toString())
                        .put("mcpServers", new JsonObject(SERVERS))));
        String stored = row("project", project);

        // When
        JsonObject changed = api.json(api.send(
                "PATCH",
                "/api/projects/" + project,
                new JsonObject()
                        .put("mcpServers", added.getJsonObject("mcpServers"))
                        .encode()));

        // Then
        assertThat(added.getJsonObject("mcpServers")).isEqualTo(SHOWN);
        assertThat(changed).isEqualTo(added);
        assertThat(row("project", project)).isEqualTo(stored).contains("sealed").doesNotContain("canary");
    }

    /** The program prints all that it gets. */
    @ParameterizedTest
    @ValueSource(strings = {"claude", "codex", "opencode"})
    void shouldPassSecretsToASessionAndHideThemInAllThatItPrints(String cli) throws Exception {
        // Given
        String agent = api.agent(new JsonObject()
                .put("executable", leaking(cli))
                .put("launchMode", "one-shot")
                .put("model", "mock/model")
                .put("mcpServers", new JsonObject(SERVERS)));
        var log = new LogCapture();

        // When
        String session = api.start(agent, "go");
        JsonObject ended = api.awaitEnd(session);

        // Then
        log.close();
        String shown = api.get("/api/sessions/" + session + "/events?limit=1000&raw=true")
                .body();
        assertThat(directory.resolve("got")).content().contains("canary-in-env", "canary-in-header");
        assertThat(directory.resolve("argv")).isNotEmptyFile().content().doesNotContain("canary");
        assertThat(directory.resolve("modes")).content().matches("(600\n)*");
        assertThat(shown).contains("***");
        assertThat(shown + ended.encode() + api.get("/q/metrics").body()).doesNotContain("canary");
        assertThat(log.entries()).isNotEmpty().noneMatch(message -> message.contains("canary"));
        await().untilAsserted(() -> assertThat(filesOf(session)).isEmpty());
    }

    private String leaking(String cli) throws Exception {
        Path program = Files.writeString(directory.resolve(cli), """
                #!/bin/sh
                case "$*" in *--version*) echo '2.1.329 (Claude Code)'; exit 0;; esac
                printf '%%s\\n' "$@" > '%1$s/argv'
                env > '%1$s/got.new'
                find '%2$s' -path "*$YARDMASTER_SESSION*" -type f -exec cat {} + >> '%1$s/got.new'
                find '%2$s' -path "*$YARDMASTER_SESSION*" -type f -path '*mcp*' -exec stat -c %%a {} + > '%1$s/modes'
                mv '%1$s/got.new' '%1$s/got'
                cat '%1$s/got'
                cat '%1$s/got' >&2
                exit 3
                """.formatted(directory, LocalService.home()));
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
        return switch (cli) {
            case "claude" -> Slots.running(program);
            case "codex" -> Slots.runningCodex(program, List.of(), Map.of());
            default -> Slots.runningOpenCode(program, Map.of());
        };
    }

    private static List<Path> filesOf(String session) throws Exception {
        try (var files = Files.walk(LocalService.home())) {
            return files.filter(file ->
                            file.toString().contains(session) && file.toString().contains("mcp"))
                    .toList();
        }
    }

    /** The row as a dump of the table shows it. */
    private String row(String table, String name) {
        return pool.query("SELECT r.mcp_servers::text FROM " + table + " r WHERE name = '" + name + "'")
                .execute()
                .await()
                .indefinitely()
                .iterator()
                .next()
                .getString(0);
    }
}
