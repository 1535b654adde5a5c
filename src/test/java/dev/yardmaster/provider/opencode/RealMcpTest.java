package dev.yardmaster.provider.opencode;

import static dev.yardmaster.testkit.llm.Scenario.tool;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.yardmaster.json.Json;
import dev.yardmaster.mcp.McpServer;
import dev.yardmaster.provider.Executable;
import dev.yardmaster.provider.LaunchContext;
import dev.yardmaster.provider.LaunchMode;
import dev.yardmaster.provider.LaunchRequest;
import dev.yardmaster.provider.LaunchRequest.Conversation;
import dev.yardmaster.provider.OneTurn;
import dev.yardmaster.provider.Permissions;
import dev.yardmaster.testkit.cli.RealCli;
import dev.yardmaster.testkit.cli.RealCliTest;
import dev.yardmaster.testkit.cli.RealOpenCode;
import dev.yardmaster.testkit.llm.LlmEndpoint;
import dev.yardmaster.testkit.llm.MockLlm;
import dev.yardmaster.testkit.llm.ToolCall;
import dev.yardmaster.testkit.mcp.TinyMcpServer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Checks that the installed OpenCode uses the MCP servers of a session. */
@RealCliTest("opencode")
class RealMcpTest {
    private static final MockLlm LLM = MockLlm.start();
    private static final RealOpenCode OPENCODE = RealCli.openCode();

    private final OpenCodeProvider provider =
            new OpenCodeProvider(Map.of("PATH", "/usr/bin:/bin"), OpenCodeFixture.servers());

    @TempDir
    private Path temp;

    @AfterEach
    void closeProvider() {
        provider.close();
    }

    @AfterAll
    static void close() {
        LLM.close();
    }

    @ParameterizedTest
    @EnumSource
    void shouldStartAServerWithExactArgumentsAndVariables(LaunchMode mode) throws Exception {
        // Given
        List<String> arguments =
                List.of("a b", "", "\"q\"", "\\", "é☃\ud83d\ude00", "a\nb", "--model", "{env:HOME}", "${HOME}");
        Map<String, String> environment = Map.of("TINY_A", "{env:HOME} \"x\"", "TINY_B", "a\\b\nc", "TINY_C", "");
        McpServer server = TinyMcpServer.named("my.server", arguments, environment);

        // When
        List<String> events = turn(mode, new ToolCall("my_server_given", Json.object()), server);

        // Then
        String output = result(events);
        JsonNode given =
                Json.parse(Json.parse(output.substring(output.indexOf('"'))).asText());
        assertThat(given.path("arguments")).isEqualTo(Json.MAPPER.valueToTree(arguments));
        environment.forEach((name, value) ->
                assertThat(given.path("environment").path(name).asText()).isEqualTo(value));
        assertThat(events.getLast()).isEqualTo("ended COMPLETED \"Done.\"");
    }

    @Test
    void shouldNotStartWithABrokenServer() throws Exception {
        // When
        List<String> events = turn(
                LaunchMode.BIDIRECTIONAL,
                RealOpenCode.bash("true"),
                TinyMcpServer.named("tiny"),
                TinyMcpServer.missing("broken"));

        // Then
        assertThat(events)
                .filteredOn(event -> event.startsWith("failure"))
                .singleElement()
                .asString()
                .startsWith(
                        "failure mcp_server_failed - The MCP server 'broken' could not be started (ENOENT: no such file")
                .endsWith(", so the agent was not started. Check that its command '/nonexistent/mcp-server' exists and"
                        + " speaks MCP on its standard streams.");
        assertThat(events.getLast()).isEqualTo("ended FAILED null");
    }

    @Test
    void shouldReportABrokenServerAndContinueWithTheOthersInAOneShot() throws Exception {
        // When
        List<String> events = turn(
                LaunchMode.ONE_SHOT,
                new ToolCall("tiny_echo", Json.object().put("text", "hi")),
                TinyMcpServer.missing("broken"),
                TinyMcpServer.named("tiny"));

        // Then
        assertThat(result(events)).contains("echo: hi");
        assertThat(events)
                .filteredOn(event -> event.startsWith("warning"))
                .singleElement()
                .asString()
                .contains(
                        "mcp_server_failed - The MCP server 'broken' could not be started, so the agent works without");
        assertThat(events.getLast()).isEqualTo("ended COMPLETED \"Done.\"");
    }

    private List<String> turn(LaunchMode mode, ToolCall call, McpServer... servers) throws Exception {
        LlmEndpoint api = LLM.scenario(tool(call).text("Done."));
        Executable executable = new Executable(
                "opencode",
                provider.id(),
                OPENCODE.binary().toString(),
                List.of(),
                OPENCODE.environment(temp.resolve("home"), api.url()));
        return OneTurn.run(
                provider,
                new LaunchRequest(
                        executable,
                        mode,
                        Optional.empty(),
                        temp,
                        new Conversation(UUID.randomUUID(), Optional.empty(), Optional.of("Go on")),
                        new LaunchContext(
                                Optional.empty(), List.of(servers), Permissions.FULL, temp.resolve("scratch")),
                        Map.of("YARDMASTER_INSTANCE", "here")));
    }

    private static String result(List<String> events) {
        return events.stream()
                .filter(event -> event.startsWith("result "))
                .findFirst()
                .orElseThrow(() -> new AssertionError("No tool result in " + events));
    }
}
