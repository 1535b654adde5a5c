package dev.yardmaster.provider.opencode;

import static dev.yardmaster.testkit.llm.Scenario.ok;
import static dev.yardmaster.testkit.llm.Scenario.tool;
import static org.assertj.core.api.Assertions.assertThat;

import dev.yardmaster.process.Line;
import dev.yardmaster.process.ProcessExit;
import dev.yardmaster.provider.Connection;
import dev.yardmaster.provider.Dialogue;
import dev.yardmaster.provider.Executable;
import dev.yardmaster.provider.Health;
import dev.yardmaster.provider.LaunchMode;
import dev.yardmaster.provider.LaunchRequest;
import dev.yardmaster.provider.LaunchRequest.Conversation;
import dev.yardmaster.provider.McpServer;
import dev.yardmaster.provider.Model;
import dev.yardmaster.provider.Permissions;
import dev.yardmaster.provider.ProviderId;
import dev.yardmaster.provider.Told;
import dev.yardmaster.testkit.cli.RealCli;
import dev.yardmaster.testkit.cli.RealCliTest;
import dev.yardmaster.testkit.cli.RealOpenCode;
import dev.yardmaster.testkit.llm.LlmEndpoint;
import dev.yardmaster.testkit.llm.MockLlm;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The provider on the real OpenCode, in what the service can't be told to do yet. */
@RealCliTest("opencode")
class RealServerTest {
    private static final MockLlm LLM = MockLlm.start();

    private final OpenCodeProvider provider = new OpenCodeProvider(Map.of("PATH", "/usr/bin:/bin"), Duration.ZERO);

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
    void shouldGiveTheModelItsInstructionsAndNoMoreToolsThanAllowed() throws Exception {
        // Given
        LlmEndpoint api =
                LLM.scenario(tool(RealOpenCode.bash("echo x > made.txt")).text("Done."));

        // When
        List<String> told = turn(request(api, Permissions.READ_ONLY));

        // Then
        assertThat(api.modelRequests().getFirst().system()).contains("Be brief.");
        assertThat(api.modelRequests().getFirst().tools())
                .contains("read", "grep")
                .doesNotContain("bash", "edit", "write", "task");
        assertThat(temp.resolve("made.txt")).doesNotExist();
        assertThat(told.getLast()).isEqualTo("ended COMPLETED \"Done.\"");
    }

    @Test
    void shouldGiveItsToolsTheSessionsIdentityButNotTheServersPassword() throws Exception {
        // Given
        LlmEndpoint api = LLM.scenario(tool(RealOpenCode.bash("env")).text("Done."));

        // When
        List<String> told = turn(request(api, Permissions.FULL));

        // Then
        assertThat(told)
                .filteredOn(event -> event.startsWith("result"))
                .singleElement()
                .asString()
                .contains("YARDMASTER_SESSION=", "YARDMASTER_INSTANCE=here", "OPENCODE_PID=")
                .doesNotContain("OPENCODE_SERVER_PASSWORD", "OPENCODE_CONFIG_CONTENT", "npm_config_fetch_retries");
    }

    @Test
    void shouldSayWhichServerOfToolsIsBroken() throws Exception {
        // Given
        McpServer broken = new McpServer.Stdio("broken", "/nowhere/server", List.of(), Map.of());

        // When
        List<String> told = turn(request(LLM.scenario(ok()), Permissions.FULL, broken));

        // Then
        assertThat(told).anyMatch(event -> event.startsWith("failure mcp_server_failed - The MCP server 'broken'"));
        assertThat(told.getLast()).isEqualTo("ended FAILED null");
    }

    @Test
    void shouldKnowAKeyThatStandsInTheConfiguration() {
        // When
        Health health = provider.probe(executable(LLM.scenario(ok())));

        // Then
        assertThat(health.state()).isEqualTo(Health.State.READY);
        assertThat(health.version()).contains("1.18.33");
    }

    @Test
    void shouldMissWhatCouldAnswer() {
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
    void shouldListItsModels() {
        // When
        List<Model> models = provider.models(executable(LLM.scenario(ok())));

        // Then
        assertThat(models).containsExactly(new Model("mock/mock-ok", Optional.empty(), false));
    }

    /** Runs one turn and the session to its end. */
    private List<String> turn(LaunchRequest request) throws Exception {
        Dialogue dialogue = provider.dialogue(request);
        List<String> told = new ArrayList<>();
        CompletableFuture<Connection> opened = new CompletableFuture<>();
        Connection connection = provider.connect(request, line -> hear(dialogue, line, told, opened.join()));
        dialogue.start().replies().forEach(connection::write);
        opened.complete(connection);
        ProcessExit exit = connection.gone().toCompletableFuture().get(30, TimeUnit.SECONDS);
        assertThat(exit.code()).isZero();
        return told;
    }

    private static void hear(Dialogue dialogue, Line line, List<String> told, Connection connection) {
        Dialogue.Step step = dialogue.onLine(line);
        told.addAll(Told.all(step.events()));
        step.replies().forEach(connection::write);
        if (!told.isEmpty() && told.getLast().startsWith("ended")) {
            connection.closeInput();
        }
    }

    private LaunchRequest request(LlmEndpoint api, Permissions permissions, McpServer... servers) {
        return new LaunchRequest(
                executable(api),
                LaunchMode.BIDIRECTIONAL,
                Optional.empty(),
                temp,
                new Conversation(UUID.randomUUID(), Optional.empty(), Optional.of("Go on")),
                OpenCode.equipment(permissions, servers),
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
