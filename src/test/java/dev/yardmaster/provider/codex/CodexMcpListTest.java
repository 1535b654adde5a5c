package dev.yardmaster.provider.codex;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.yardmaster.mcp.McpServer;
import dev.yardmaster.process.CommandRunner;
import dev.yardmaster.process.LaunchSpec;
import dev.yardmaster.provider.Permissions;
import dev.yardmaster.testkit.cli.RealCli;
import dev.yardmaster.testkit.cli.RealCliTest;
import dev.yardmaster.testkit.mcp.FaultyMcpServers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Checks with {@code mcp list --json} how the installed Codex reads our servers. */
@RealCliTest("codex")
class CodexMcpListTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration LIMIT = Duration.ofSeconds(30);

    @TempDir
    private Path home;

    /** Includes texts that writers of JSON and TOML often get wrong. */
    static Stream<String> texts() {
        return Stream.of(
                "plain",
                "",
                "a \"q\"",
                "C:\\temp\\new",
                "a\nb",
                "a\r\nb",
                "a\tb",
                "a\u007fb",
                "a\u0001b",
                "\u001b[0m",
                "a\bb\fc",
                "a/b",
                "a\\/b",
                "it's",
                "'",
                "\"\"\"",
                "é☃",
                "\ud83d\ude00",
                "\\ud83d\\ude00",
                "a\u2028b\u2029c",
                "a\u0085b",
                "\ufeffx",
                "\\u003d",
                "$HOME ${x}",
                "# c",
                "a=b",
                "[x]",
                "{\"A\":\"1\"}",
                "42",
                "true",
                "2020-01-01");
    }

    @ParameterizedTest
    @MethodSource("texts")
    void shouldReadTextsUnchangedInEveryPosition(String text) throws Exception {
        // Given
        McpServer server =
                new McpServer.Stdio("t" + text, "x" + text, List.of(text, "-" + text), Map.of("K" + text, text));

        // When
        Map<String, McpServer> read = listed(List.of(server));

        // Then
        assertThat(read).containsExactly(Map.entry(server.name(), server));
    }

    @Test
    void shouldReadALoneSurrogateAsAReplacementCharacter() throws Exception {
        // Given
        McpServer server = new McpServer.Stdio("t", "x", List.of("x\ud800y"), Map.of());

        // When
        Map<String, McpServer> read = listed(List.of(server));

        // Then
        assertThat(read.values()).containsExactly(new McpServer.Stdio("t", "x", List.of("x\ufffdy"), Map.of()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"my.server", "\"my.server\"", "\"a\"", "my server", "my-server", "a/b", "ünï", "1", ""})
    void shouldReadTheNameOfAServer(String name) throws Exception {
        // When
        Map<String, McpServer> read = listed(List.of(new McpServer.Stdio(name, "x", List.of(), Map.of())));

        // Then
        assertThat(read).containsOnlyKeys(name);
    }

    @ParameterizedTest
    @CsvSource({"A.B,1", "A B,1", "ü,x", "1A,x", "'',1", "A,1", "A,true", "A,''"})
    void shouldReadTheEnvironmentOfAServer(String name, String value) throws Exception {
        // Given
        McpServer server = new McpServer.Stdio("t", "x", List.of(), Map.of(name, value));

        // When
        Map<String, McpServer> read = listed(List.of(server));

        // Then
        assertThat(read).containsValue(server);
    }

    @ParameterizedTest
    @ValueSource(strings = {"42", "true", "2020-01-01", "/usr/bin/node", "a\\/b"})
    void shouldReadTheCommandOfAServerAsText(String command) throws Exception {
        // Given
        McpServer server = new McpServer.Stdio("t", command, List.of(), Map.of());

        // When
        Map<String, McpServer> read = listed(List.of(server));

        // Then
        assertThat(read).containsValue(server);
    }

    @Test
    void shouldReadAServerOverHttp() throws Exception {
        // Given
        McpServer server = new McpServer.Http("web", "http://127.0.0.1:1/mcp?a=b", Map.of("X-A", "Bearer \"x\""));

        // When
        Map<String, McpServer> read = listed(List.of(server));

        // Then
        assertThat(read).containsExactly(Map.entry("web", server));
    }

    @ParameterizedTest
    @ValueSource(longs = {21, 22, 23, 24, 25})
    void shouldReadUnusualServersUnchanged(long seed) throws Exception {
        // Given
        List<McpServer> servers = new FaultyMcpServers(seed).next(80);

        // When
        Map<String, McpServer> read = listed(servers);

        // Then
        assertThat(read.values())
                .containsExactlyInAnyOrderElementsOf(
                        servers.stream().map(CodexMcpListTest::wellFormed).toList());
    }

    private Map<String, McpServer> listed(List<McpServer> servers) throws JsonProcessingException {
        List<String> command = List.of(
                RealCli.codex().binary().toString(),
                "mcp",
                "list",
                "--json",
                "-c",
                ExecMcpServers.argument(CodexMcpServers.config(CodexFixture.with(Permissions.FULL, servers))
                        .orElseThrow()));
        Map<String, String> environment =
                Map.of("HOME", home.toString(), "CODEX_HOME", home.toString(), "PATH", "/usr/bin:/bin");
        CommandRunner.Output output =
                CommandRunner.run(new LaunchSpec(command, environment, home, LaunchSpec.Input.EMPTY), List.of(), LIMIT);
        assertThat(output.ok()).as(output.exit().stderr()).isTrue();
        Map<String, McpServer> read = new TreeMap<>();
        JSON.readTree(output.stdout())
                .forEach(server -> read.put(server.path("name").asText(), server(server)));
        return read;
    }

    private static McpServer server(JsonNode json) {
        String name = json.path("name").asText();
        JsonNode transport = json.path("transport");
        return transport.path("type").asText().equals("stdio")
                ? new McpServer.Stdio(
                        name,
                        transport.path("command").asText(),
                        list(transport.path("args")),
                        map(transport.path("env")))
                : new McpServer.Http(name, transport.path("url").asText(), map(transport.path("http_headers")));
    }

    private static List<String> list(JsonNode json) {
        List<String> list = new ArrayList<>();
        json.forEach(element -> list.add(element.asText()));
        return list;
    }

    private static Map<String, String> map(JsonNode json) {
        Map<String, String> map = new HashMap<>();
        json.properties()
                .forEach(entry -> map.put(entry.getKey(), entry.getValue().asText()));
        return map;
    }

    private static McpServer wellFormed(McpServer server) {
        String name = FaultyMcpServers.wellFormed(server.name());
        return switch (server) {
            case McpServer.Stdio stdio ->
                new McpServer.Stdio(
                        name,
                        FaultyMcpServers.wellFormed(stdio.command()),
                        stdio.arguments().stream()
                                .map(FaultyMcpServers::wellFormed)
                                .toList(),
                        wellFormed(stdio.environment()));
            case McpServer.Http http ->
                new McpServer.Http(name, FaultyMcpServers.wellFormed(http.url()), wellFormed(http.headers()));
        };
    }

    private static Map<String, String> wellFormed(Map<String, String> map) {
        Map<String, String> wellFormed = new HashMap<>();
        map.forEach(
                (key, value) -> wellFormed.put(FaultyMcpServers.wellFormed(key), FaultyMcpServers.wellFormed(value)));
        return wellFormed;
    }
}
