package dev.yardmaster.provider.opencode;

import static dev.yardmaster.testkit.llm.Scenario.ok;
import static dev.yardmaster.testkit.llm.Scenario.tool;
import static org.assertj.core.api.Assertions.assertThat;

import dev.yardmaster.provider.Executable;
import dev.yardmaster.provider.Health;
import dev.yardmaster.provider.LaunchMode;
import dev.yardmaster.provider.LaunchRequest;
import dev.yardmaster.provider.LaunchRequest.Conversation;
import dev.yardmaster.provider.Model;
import dev.yardmaster.provider.OneTurn;
import dev.yardmaster.provider.Permissions;
import dev.yardmaster.provider.ProviderId;
import dev.yardmaster.testkit.cli.RealCli;
import dev.yardmaster.testkit.cli.RealCliTest;
import dev.yardmaster.testkit.cli.RealOpenCode;
import dev.yardmaster.testkit.llm.LlmEndpoint;
import dev.yardmaster.testkit.llm.MockLlm;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checks the provider with the installed OpenCode, in the cases that a test of the whole service can't set up. */
@RealCliTest("opencode")
class RealServerTest {
    private static final MockLlm LLM = MockLlm.start();

    private final OpenCodeProvider provider =
            new OpenCodeProvider(Map.of("PATH", "/usr/bin:/bin"), OpenCodeFixture.servers());

    @TempDir
    Path temp;

    @AfterEach
    void closeProvider() {
        provider.close();
    }

    @AfterAll
    static void close() {
        LLM.close();
    }

    @Test
    void shouldGiveTheModelItsInstructionsAndOnlyAllowedTools() throws Exception {
        // Given
        LlmEndpoint api =
                LLM.scenario(tool(RealOpenCode.bash("echo x > made.txt")).text("Done."));

        // When
        List<String> events = OneTurn.run(provider, request(api, Permissions.READ_ONLY));

        // Then
        assertThat(api.modelRequests().getFirst().system()).contains("Be brief.");
        assertThat(api.modelRequests().getFirst().tools())
                .contains("read", "grep")
                .doesNotContain("bash", "edit", "write", "task");
        assertThat(temp.resolve("made.txt")).doesNotExist();
        assertThat(events.getLast()).isEqualTo("ended COMPLETED \"Done.\"");
    }

    @Test
    void shouldGiveToolsTheSessionsIdentityButNotTheServersPassword() throws Exception {
        // Given
        LlmEndpoint api = LLM.scenario(tool(RealOpenCode.bash("env")).text("Done."));

        // When
        List<String> events = OneTurn.run(provider, request(api, Permissions.FULL));

        // Then
        assertThat(events)
                .filteredOn(event -> event.startsWith("result"))
                .singleElement()
                .asString()
                .contains("YARDMASTER_SESSION=", "YARDMASTER_INSTANCE=here", "OPENCODE_PID=", "XDG_STATE_HOME=" + temp)
                .doesNotContain("OPENCODE_SERVER_PASSWORD", "OPENCODE_CONFIG_CONTENT", "npm_config_fetch_retries");
    }

    @Test
    void shouldBeReadyWithAKeyInTheConfiguration() {
        // When
        Health health = provider.probe(executable(LLM.scenario(ok())));

        // Then
        assertThat(health.state()).isEqualTo(Health.State.READY);
        assertThat(health.version()).contains("1.18.33");
    }

    @Test
    void shouldBeSignedOutWithoutAModelProvider() {
        // Given
        Map<String, String> environment =
                new HashMap<>(executable(LLM.scenario(ok())).environment());
        environment.put("OPENCODE_CONFIG_CONTENT", "{\"enabled_providers\":[]}");

        // When
        Health health = provider.probe(executable(environment));

        // Then
        assertThat(health.state()).isEqualTo(Health.State.SIGNED_OUT);
        assertThat(health.message()).contains("auth login");
    }

    @Test
    void shouldListModels() {
        // When
        List<Model> models = provider.models(executable(LLM.scenario(ok())));

        // Then
        assertThat(models).containsExactly(new Model("mock/mock-ok", Optional.empty(), false));
    }

    private LaunchRequest request(LlmEndpoint api, Permissions permissions) {
        return new LaunchRequest(
                executable(api),
                LaunchMode.BIDIRECTIONAL,
                Optional.empty(),
                temp,
                new Conversation(UUID.randomUUID(), Optional.empty(), Optional.of("Go on")),
                OpenCodeFixture.context(permissions),
                Map.of("YARDMASTER_INSTANCE", "here"));
    }

    private Executable executable(LlmEndpoint api) {
        return executable(RealCli.openCode().environment(temp.resolve("home"), api.url()));
    }

    private static Executable executable(Map<String, String> environment) {
        return new Executable(
                "opencode",
                new ProviderId("opencode"),
                RealCli.openCode().binary().toString(),
                List.of(),
                environment);
    }
}
