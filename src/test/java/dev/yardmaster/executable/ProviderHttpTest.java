package dev.yardmaster.executable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.yardmaster.testkit.Api;
import dev.yardmaster.testkit.HealthChecks;
import dev.yardmaster.testkit.LocalService;
import dev.yardmaster.testkit.ServiceTestResource;
import dev.yardmaster.testkit.Slots;
import dev.yardmaster.testkit.cli.RealClaude;
import dev.yardmaster.testkit.cli.RealCli;
import dev.yardmaster.testkit.cli.RealCliTest;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTestResource(ServiceTestResource.class)
@TestProfile(HealthChecks.class)
@Timeout(60)
class ProviderHttpTest {
    private static final String CLAUDE = "/api/providers/claude-code";

    private final Api api = LocalService.api();

    @Test
    void shouldListTheProviders() {
        // When
        JsonObject list = api.json(api.get("/api/providers"));

        // Then
        assertThat(list.getJsonArray("items"))
                .extracting(item -> ((JsonObject) item).getString("id"))
                .contains("claude-code")
                .isSorted();
    }

    @ParameterizedTest
    @ValueSource(strings = {"claude-code", "claude", "claude-cli"})
    void shouldShowAProviderByIdRuntimeOrAlias(String name) {
        // When
        JsonObject provider = api.json(api.get("/api/providers/" + name));

        // Then
        assertThat(provider.getString("id")).isEqualTo("claude-code");
        assertThat(provider.getString("runtime")).isEqualTo("claude");
        assertThat(provider.getString("displayName")).isEqualTo("Claude Code");
        assertThat(provider.getJsonArray("aliases")).containsExactly("claude-cli");
        assertThat(provider.getString("installHint")).contains("npm install");
        assertThat(provider.getJsonObject("dialects")).isEqualTo(new JsonObject("""
                {"claude-stream-json": "bidirectional"}"""));
        assertThat(provider.getJsonObject("capabilities")).isEqualTo(new JsonObject("""
                {"modes": ["bidirectional", "one-shot"], "resume": true, "interrupt": true, "instructionFiles": ["CLAUDE.md"],
                 "judged": {"bidirectional": ["full", "edit", "read-only", "ask"]}}"""));
        assertThat(provider.getJsonArray("executables").getJsonObject(0).getString("name"))
                .isEqualTo("claude-code");
    }

    @Test
    void shouldCheckAllExecutablesAfterStartup() {
        // When
        await().until(() -> api.json(api.get(CLAUDE)).getJsonArray("executables").stream()
                .allMatch(executable -> ((JsonObject) executable).containsKey("health")));

        // Then
        JsonObject withoutProgram = executable(api.json(api.get(CLAUDE)).getJsonArray("executables"), "slot-399");
        assertThat(withoutProgram.getJsonObject("health").getString("state")).isEqualTo("not-installed");
        assertThat(withoutProgram.getJsonObject("health").getString("message"))
                .contains("slot-399 is not installed. Install Claude Code with: npm install -g");
    }

    @Test
    @RealCliTest("claude-code")
    void shouldFindTheRealCliReady(@TempDir Path home) {
        // Given
        RealClaude claude = RealCli.claude();
        String slot = Slots.running(claude.binary(), claude.environment(home, "http://127.0.0.1:9"));
        Instant before = Instant.now();

        // When
        JsonObject health = verify(slot);

        // Then
        assertThat(health.getString("state")).as(health.encode()).isEqualTo("ready");
        assertThat(health.getString("version")).matches("\\d+\\.\\d+\\.\\d+");
        assertThat(health.getInstant("checkedAt")).isAfterOrEqualTo(before);
        assertThat(executable(api.json(api.get(CLAUDE)).getJsonArray("executables"), slot)
                        .getJsonObject("health"))
                .isEqualTo(health);
    }

    @Test
    @RealCliTest("claude-code")
    void shouldFindTheRealCliSignedOut(@TempDir Path home) {
        // Given
        RealClaude claude = RealCli.claude();
        Map<String, String> environment = new HashMap<>(claude.environment(home, "http://127.0.0.1:9"));
        environment.put("ANTHROPIC_API_KEY", "");
        String slot = Slots.running(claude.binary(), environment);

        // When
        JsonObject health = verify(slot);

        // Then
        assertThat(health.getString("state")).as(health.encode()).isEqualTo("signed-out");
        assertThat(health.getString("message")).contains("is not signed in", "/login");
    }

    @Test
    void shouldReportAMissingProgram() {
        // Given
        String slot = Slots.script("echo '2.0.0 (Claude Code)'");
        Slots.remove(slot);

        // When
        JsonObject health = verify(slot);

        // Then
        assertThat(health.getString("state")).isEqualTo("not-installed");
        assertThat(health.getString("message")).contains(slot, "npm install");
        assertThat(health.containsKey("version")).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "echo 'git version 2.39.5'                , printed 'git version 2.39.5'",
        "exit 3                                   , exited with code 3 and printed nothing",
        "echo 'no such option: --version' >&2; false, printed 'no such option: --version'",
    })
    void shouldReportAProgramThatIsNotTheExpectedCli(String script, String message) {
        // Given
        String slot = Slots.script(script);

        // When
        JsonObject health = verify(slot);

        // Then
        assertThat(health.getString("state")).isEqualTo("broken");
        assertThat(health.getString("message")).contains(message);
    }

    @Test
    void shouldNoticeARepairedProgram(@TempDir Path directory) throws IOException {
        // Given
        Path repaired = directory.resolve("repaired");
        String slot = Slots.script("test -e '" + repaired + "' && echo '2.0.0 (Claude Code)'");
        JsonObject before = verify(slot);
        Files.createFile(repaired);

        // When
        JsonObject after = verify(slot);

        // Then
        assertThat(before.getString("state")).isEqualTo("broken");
        assertThat(after.getString("state")).isEqualTo("ready");
        assertThat(after.getString("version")).isEqualTo("2.0.0");
    }

    @Test
    void shouldWarnAboutAliasesOfModelsThatTheCliDoesNotList(@TempDir Path directory) throws IOException {
        // Given
        String slot = Slots.runningCodex(Files.writeString(directory.resolve("codex"), """
                #!/bin/sh
                case "$*" in
                  --version) echo 'codex-cli 0.169.0'; exit ;;
                  *app-server*) ;;
                  *) exit ;;
                esac
                while read -r line; do
                  case "$line" in
                    *model/list*) echo '{"id":2,"result":{"data":[{"model":"gpt-5.4"},{"model":"gpt-9"}]}}' ;;
                  esac
                done
                """), List.of(), Map.of());
        assertThat(directory.resolve("codex").toFile().setExecutable(true)).isTrue();
        String agent = "warned-" + slot;
        api.json(api.post(
                "/api/agents",
                new JsonObject()
                        .put("name", agent)
                        .put("role", "worker")
                        .put("executable", slot)
                        .put("model", "haiku")));
        JsonObject unknown = resolution(agent);

        // When
        api.json(api.get("/api/providers/codex/models?executable=" + slot));

        // Then
        assertThat(unknown.getJsonArray("notes"))
                .noneMatch(note -> note.toString().startsWith("Warning"));
        assertThat(resolution(agent).getJsonArray("notes"))
                .last()
                .asString()
                .startsWith("Warning: The alias 'haiku' stands for the model 'gpt-5.1-codex-mini', which is not among");
        assertThat(verify("codex", slot).getJsonArray("warnings"))
                .extracting(Object::toString)
                .satisfiesExactly(
                        haiku -> assertThat(haiku).contains("'haiku'", slot),
                        sonnet -> assertThat(sonnet).contains("'sonnet'", "'gpt-5.3-codex'"));
    }

    private JsonObject resolution(String agent) {
        return api.json(api.get("/api/agents/" + agent + "/resolution"));
    }

    @Test
    void shouldReturnAnEmptyModelListWhenTheCliIsMissing() {
        // Given
        String slot = Slots.script("exit 1");
        Slots.remove(slot);

        // When
        JsonObject listing = api.json(api.get(CLAUDE + "/models?executable=" + slot));

        // Then
        assertThat(listing.getString("provider")).isEqualTo("claude-code");
        assertThat(listing.getString("executable")).isEqualTo(slot);
        assertThat(listing.getJsonArray("models")).isEmpty();
        assertThat(listing.getString("problem")).isNotBlank();
        assertThat(listing.containsKey("aliases")).isTrue();
    }

    @Test
    void shouldListTheModelsOfTheDefaultExecutable() {
        // When
        JsonObject listing = api.json(api.get("/api/providers/claude/models"));

        // Then
        assertThat(listing.getString("executable")).isEqualTo("claude-code");
    }

    @ParameterizedTest
    @CsvSource({
        "GET , /api/providers/none                                , 404, provider_not_found",
        "GET , /api/providers/Claude-Code                         , 404, provider_not_found",
        "GET , /api/providers/none/models                         , 404, provider_not_found",
        "POST, /api/providers/none/verify                         , 404, provider_not_found",
        "GET , /api/providers/claude-code/models?executable=none  , 404, executable_not_found",
        "POST, /api/providers/claude-code/verify?executable=none  , 404, executable_not_found",
    })
    void shouldRefuseUnknownProvidersAndExecutables(String method, String path, int status, String code) {
        // When
        HttpResponse<String> answer = method.equals("GET") ? api.get(path) : api.post(path, new JsonObject());

        // Then
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(new JsonObject(answer.body()).getString("code")).isEqualTo(code);
        assertThat(new JsonObject(answer.body()).getString("detail")).contains("claude-code");
    }

    private JsonObject verify(String executable) {
        return verify("claude-code", executable);
    }

    private JsonObject verify(String provider, String executable) {
        JsonObject answer =
                api.json(api.post("/api/providers/" + provider + "/verify?executable=" + executable, new JsonObject()));
        assertThat(answer.getJsonArray("items")).hasSize(1);
        return executable(answer.getJsonArray("items"), executable).getJsonObject("health");
    }

    private static JsonObject executable(JsonArray executables, String name) {
        return executables.stream()
                .map(JsonObject.class::cast)
                .filter(executable -> executable.getString("name").equals(name))
                .findFirst()
                .orElseThrow();
    }
}
