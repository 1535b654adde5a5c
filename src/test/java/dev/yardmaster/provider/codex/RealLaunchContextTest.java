package dev.yardmaster.provider.codex;

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
import dev.yardmaster.testkit.cli.RealCodex;
import dev.yardmaster.testkit.llm.LlmEndpoint;
import dev.yardmaster.testkit.llm.MockLlm;
import dev.yardmaster.testkit.llm.ToolCall;
import dev.yardmaster.testkit.mcp.TinyMcpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Checks that the installed Codex applies MCP servers and permissions. */
@RealCliTest("codex")
class RealLaunchContextTest {
    private static final MockLlm LLM = MockLlm.start();
    private static final RealCodex CODEX = RealCli.codex();

    private final CodexProvider provider = new CodexProvider(Map.of(), Duration.ofMinutes(1));

    @TempDir
    private Path temp;

    @AfterAll
    static void close() {
        LLM.close();
    }

    @ParameterizedTest
    @EnumSource
    void shouldStartAServerWithExactArgumentsAndVariables(LaunchMode mode) throws Exception {
        // Given
        List<String> arguments =
                List.of("a b", "", "\"q\"", "\\", "é☃\ud83d\ude00", "a\nb", "--model", "$HOME", "${HOME}");
        Map<String, String> environment = Map.of("TINY_A", "${HOME} \"x\"", "TINY_B", "a\\b\nc", "TINY_C", "");
        McpServer server = TinyMcpServer.named("my.server", arguments, environment);

        // When
        List<String> events = turn(mode, Permissions.FULL, call("mcp__my_server", "given", ""), server);

        // Then
        String output = result(events);
        JsonNode given = Json.parse(Json.parse(output.substring(output.indexOf('{')))
                .at("/content/0/text")
                .asText());
        assertThat(given.path("arguments")).isEqualTo(Json.MAPPER.valueToTree(arguments));
        environment.forEach((name, value) ->
                assertThat(given.path("environment").path(name).asText()).isEqualTo(value));
        assertThat(events.getLast()).isEqualTo("ended COMPLETED \"Done.\"");
    }

    @ParameterizedTest
    @EnumSource
    void shouldNotStoreTheVariablesOfAServer(LaunchMode mode) throws Exception {
        // Given
        McpServer server = TinyMcpServer.named("tiny", List.of(), Map.of("TINY_A", "canary-in-env"));

        // When
        List<String> events = turn(mode, Permissions.FULL, ToolCall.execCommand("true"), server);

        // Then
        assertThat(events.getLast()).isEqualTo("ended COMPLETED \"Done.\"");
        try (Stream<Path> files = Files.walk(temp.resolve("home"))) {
            assertThat(files.filter(Files::isRegularFile))
                    .isNotEmpty()
                    .noneMatch(file -> text(file).contains("canary-in-env"));
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldCallToolsWithEditPermissions(LaunchMode mode) throws Exception {
        // When
        List<String> events =
                turn(mode, Permissions.EDIT, call("mcp__tiny", "echo", "hi"), TinyMcpServer.named("tiny"));

        // Then
        assertThat(result(events)).contains("echo: hi");
    }

    @Test
    void shouldGiveAResumedConversationTheCurrentServers() throws Exception {
        // Given
        String first = turn(LaunchMode.BIDIRECTIONAL, Permissions.FULL, ToolCall.execCommand("true")).stream()
                .filter(event -> event.startsWith("started "))
                .findFirst()
                .orElseThrow();

        // When
        List<String> events = turn(
                LaunchMode.BIDIRECTIONAL,
                Optional.of(first.split(" ")[1]),
                Permissions.FULL,
                call("mcp__tiny", "echo", "hi"),
                TinyMcpServer.named("tiny"));

        // Then
        assertThat(events).anyMatch(event -> event.startsWith("result ") && event.contains("echo: hi"));
    }

    @ParameterizedTest
    @EnumSource
    void shouldNotStartWithABrokenServer(LaunchMode mode) throws Exception {
        // When
        List<String> events = turn(
                mode,
                Permissions.FULL,
                ToolCall.execCommand("true"),
                TinyMcpServer.named("tiny"),
                TinyMcpServer.missing("broken"));

        // Then
        assertThat(events)
                .filteredOn(event -> event.startsWith("failure"))
                .containsExactly(
                        "failure mcp_server_failed - The MCP server 'broken' could not be started (No such file or"
                                + " directory (os error 2)), so the agent was not started. Check that its command"
                                + " '/nonexistent/mcp-server' exists and speaks MCP on its standard streams.");
        assertThat(events).noneMatch(event -> event.startsWith("ended COMPLETED"));
    }

    /**
     * Codex may write to temporary directories, so the file elsewhere is in a directory that Codex does not treat as temporary. The
     * app-server does not report a command that fails in its sandbox (0.169.0), so these commands end with {@code true}.
     */
    @ParameterizedTest
    @EnumSource
    void shouldEditInItsDirectoryAndNotElsewhere(LaunchMode mode) throws Exception {
        // Given
        Path elsewhere = elsewhere();

        // When
        List<String> events = turn(
                mode, Permissions.EDIT, ToolCall.execCommand("echo x > here.txt; echo x > '" + elsewhere + "'; true"));

        // Then
        assertThat(temp.resolve("here.txt")).hasContent("x");
        assertThat(elsewhere).doesNotExist();
        assertThat(result(events)).contains("Read-only file system");
    }

    @ParameterizedTest
    @EnumSource
    void shouldWriteNothingWithReadOnlyPermissions(LaunchMode mode) throws Exception {
        // Given
        Path elsewhere = elsewhere();
        Files.writeString(temp.resolve("there.txt"), "what is there");

        // When
        List<String> events = turn(
                mode,
                Permissions.READ_ONLY,
                ToolCall.execCommand("cat there.txt; touch made.txt; touch '" + elsewhere + "'; true"));

        // Then
        assertThat(temp.resolve("made.txt")).doesNotExist();
        assertThat(elsewhere).doesNotExist();
        assertThat(result(events)).contains("what is there", "Read-only file system");
    }

    private static Path elsewhere() {
        return Path.of("/var/tmp").resolve("elsewhere-" + UUID.randomUUID());
    }

    private List<String> turn(LaunchMode mode, Permissions permissions, ToolCall call, McpServer... servers)
            throws Exception {
        return turn(mode, Optional.empty(), permissions, call, servers);
    }

    private List<String> turn(
            LaunchMode mode, Optional<String> resumed, Permissions permissions, ToolCall call, McpServer... servers)
            throws Exception {
        // Codex offers each tool separately to a model that it does not know.
        LlmEndpoint api = LLM.scenario(tool(call).text("Done."));
        Executable executable = new Executable(
                "codex",
                provider.id(),
                CODEX.binary().toString(),
                CODEX.arguments(api.url(), 0),
                CODEX.environment(temp.resolve("home"), api.url()));
        return OneTurn.run(
                provider,
                new LaunchRequest(
                        executable,
                        mode,
                        Optional.of("mock"),
                        temp,
                        new Conversation(UUID.randomUUID(), resumed, Optional.of("Go on")),
                        new LaunchContext(Optional.empty(), List.of(servers), permissions, temp.resolve("scratch")),
                        Map.of()));
    }

    private static String text(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ToolCall call(String server, String tool, String text) {
        return new ToolCall(server + "__" + tool, Json.object().put("text", text));
    }

    private static String result(List<String> events) {
        return events.stream()
                .filter(event -> event.startsWith("result "))
                .findFirst()
                .orElseThrow(() -> new AssertionError("No tool result in " + events));
    }
}
