package dev.yardmaster.provider.opencode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.yardmaster.mcp.McpServer;
import dev.yardmaster.process.LaunchSpec;
import dev.yardmaster.provider.Executable;
import dev.yardmaster.provider.Health;
import dev.yardmaster.provider.LaunchContext;
import dev.yardmaster.provider.LaunchMode;
import dev.yardmaster.provider.LaunchRequest;
import dev.yardmaster.provider.Permissions;
import dev.yardmaster.provider.ProviderId;
import dev.yardmaster.provider.opencode.server.ServerKey;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OpenCodeLaunchTest {
    private static final Map<String, String> SERVICE =
            Map.of("PATH", "/bin", "OPENCODE_PID", "1", "OPENCODE_MODELS_URL", "http://m", "SECRET", "x");
    private static final Path PLUGIN = Path.of("/tmp/identity.js");

    @Test
    void shouldRunAOneShotWithThePromptOnStandardInput() {
        // When
        LaunchSpec spec = launch(request(LaunchMode.ONE_SHOT, Map.of(), OpenCodeFixture.context(Permissions.READ_ONLY)))
                .run();

        // Then
        assertThat(spec.command())
                .containsExactly(
                        "opencode",
                        "run",
                        "--format",
                        "json",
                        "--title",
                        "yardmaster " + OpenCodeFixture.SESSION,
                        "--model",
                        "mock/mock-ok");
        assertThat(spec.files())
                .containsExactly(Map.entry(OpenCodeFixture.SCRATCH.resolve("instructions.md"), "Be brief."));
        assertThat(spec.environment())
                .containsEntry("OPENCODE_CONFIG_CONTENT", "{\"instructions\":[\"/srv/scratch/instructions.md\"]}")
                .containsEntry("YARDMASTER_SESSION", OpenCodeFixture.SESSION.toString())
                .containsEntry("OPENCODE_DISABLE_AUTOUPDATE", "1")
                .containsEntry("OPENCODE_MODELS_URL", "http://m")
                .doesNotContainKeys("OPENCODE_PID", "SECRET");
        assertThat(spec.environment().get("OPENCODE_PERMISSION")).contains("\"bash\":\"deny\"", "\"read\":\"allow\"");
    }

    @Test
    void shouldResumeAnEarlierSession() {
        // When
        LaunchSpec spec = launch(OpenCodeFixture.request(
                        LaunchMode.ONE_SHOT, Optional.of("ses_old"), LaunchContext.none(OpenCodeFixture.SCRATCH)))
                .run();

        // Then
        assertThat(spec.command()).containsSequence("--session", "ses_old").doesNotContain("--title");
    }

    @Test
    void shouldShareAServerBetweenSessionsOfOneExecutable() {
        // Given
        LaunchRequest full = request(LaunchMode.BIDIRECTIONAL, Map.of(), OpenCodeFixture.context(Permissions.FULL));
        LaunchRequest reading =
                request(LaunchMode.BIDIRECTIONAL, Map.of(), LaunchContext.none(OpenCodeFixture.SCRATCH));
        LaunchRequest other = request(
                LaunchMode.BIDIRECTIONAL,
                Map.of("XDG_DATA_HOME", "/other"),
                LaunchContext.none(OpenCodeFixture.SCRATCH));

        // When
        ServerKey key = launch(full).server(PLUGIN);

        // Then
        assertThat(key)
                .isEqualTo(launch(reading).server(PLUGIN))
                .isNotEqualTo(launch(other).server(PLUGIN));
        assertThat(key.environment())
                .containsEntry("YARDMASTER_INSTANCE", "here")
                .doesNotContainKey("YARDMASTER_SESSION");
    }

    @Test
    void shouldKeepTheServiceItselfOutOfTheConfigurationOfASharedServer() {
        // Given
        LaunchContext none = LaunchContext.none(OpenCodeFixture.SCRATCH);
        LaunchRequest one = request(LaunchMode.BIDIRECTIONAL, Map.of(), none.plus(own("token-1")));
        LaunchRequest other = request(LaunchMode.BIDIRECTIONAL, Map.of(), none.plus(own("token-2")));

        // When
        ServerKey key = launch(one).server(PLUGIN);

        // Then
        assertThat(key).isEqualTo(launch(other).server(PLUGIN));
        assertThat(key.environment().toString()).doesNotContain("token-1");
        assertThat(launch(one).ownMcpServer().orElseThrow().toString())
                .contains("\"name\":\"yardmaster\"", "\"type\":\"remote\"", "token-1");
        assertThat(launch(request(LaunchMode.BIDIRECTIONAL, Map.of(), none)).ownMcpServer())
                .isEmpty();
    }

    private static McpServer own(String token) {
        return new McpServer.Http("yardmaster", "http://127.0.0.1:1/mcp/worker", Map.of("Authorization", token));
    }

    @Test
    void shouldMergeOurConfigurationIntoTheExecutables() {
        // Given
        Map<String, String> own =
                Map.of("OPENCODE_CONFIG_CONTENT", "{\"plugin\":[\"theirs\"],\"model\":\"a/b\",\"mcp\":{\"x\":{}}}");

        // When
        ServerKey key = launch(request(LaunchMode.BIDIRECTIONAL, own, LaunchContext.none(OpenCodeFixture.SCRATCH)))
                .server(PLUGIN);

        // Then
        assertThat(key.environment().get("OPENCODE_CONFIG_CONTENT"))
                .isEqualTo(
                        "{\"plugin\":[\"theirs\",\"file:///tmp/identity.js\"],\"model\":\"a/b\",\"mcp\":{\"x\":{}}}");
    }

    @Test
    void shouldReportABrokenConfigurationOfTheExecutable() {
        // Given
        LaunchRequest request = request(
                LaunchMode.BIDIRECTIONAL,
                Map.of("OPENCODE_CONFIG_CONTENT", "{"),
                LaunchContext.none(OpenCodeFixture.SCRATCH));

        // Then
        assertThatThrownBy(() -> launch(request).server(PLUGIN))
                .hasMessageContaining("OPENCODE_CONFIG_CONTENT")
                .hasMessageContaining("'opencode'");
    }

    @Test
    void shouldRequireTheProviderOfAModel() {
        // Given
        LaunchRequest request = OpenCodeFixture.request(
                LaunchMode.ONE_SHOT, Optional.empty(), LaunchContext.none(OpenCodeFixture.SCRATCH));
        LaunchRequest bare = new LaunchRequest(
                request.executable(),
                request.mode(),
                Optional.of("opus"),
                request.directory(),
                request.conversation(),
                request.context(),
                Map.of());

        // Then
        assertThatThrownBy(() -> launch(bare)).hasMessageContaining("'opus'");
    }

    @Test
    void shouldReportAMissingProgram() {
        // Given
        Executable missing = new Executable("x", new ProviderId("opencode"), "/nowhere/opencode", List.of(), Map.of());

        // When
        Health health = new OpenCodeProvider(SERVICE, OpenCodeFixture.servers()).probe(missing);

        // Then
        assertThat(health.state()).isEqualTo(Health.State.NOT_INSTALLED);
        assertThat(health.message()).contains("/nowhere/opencode", "npm install -g opencode-ai");
    }

    private static LaunchRequest request(LaunchMode mode, Map<String, String> environment, LaunchContext context) {
        return OpenCodeFixture.request(OpenCodeFixture.executable(environment), mode, Optional.empty(), context);
    }

    private static OpenCodeLaunch launch(LaunchRequest request) {
        return new OpenCodeLaunch(request, OpenCodeEnvironment.of(SERVICE));
    }
}
