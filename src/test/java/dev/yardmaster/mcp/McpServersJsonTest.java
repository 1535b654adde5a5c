package dev.yardmaster.mcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.yardmaster.mcp.McpServer.Transport;
import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.YardmasterException;
import dev.yardmaster.testkit.mcp.FaultyMcpServers;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class McpServersJsonTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void shouldReadTheUsualForm() throws Exception {
        // When
        List<McpServer> servers = read("""
                {"files": {"command": "npx", "args": ["-y", "server"], "env": {"KEY": "value"}},
                 "plain": {"type": "stdio", "command": "x"},
                 "web": {"type": "http", "url": "https://example.org/mcp", "headers": {"X-A": "b"}},
                 "old": {"type": "sse", "url": "https://example.org/sse"}}""");

        // Then
        assertThat(servers)
                .containsExactly(
                        new McpServer.Stdio("files", "npx", List.of("-y", "server"), Map.of("KEY", "value")),
                        new McpServer.Stdio("plain", "x", List.of(), Map.of()),
                        new McpServer.Http("web", "https://example.org/mcp", Map.of("X-A", "b")),
                        new McpServer.Http("old", "https://example.org/sse", Map.of(), Transport.SSE));
    }

    @Test
    void shouldLeaveOutEmptyFields() {
        // Given
        List<McpServer> servers = List.of(
                new McpServer.Stdio("a", "x", List.of(), Map.of()),
                new McpServer.Stdio("b", "x", List.of("1"), Map.of("K", "v")),
                new McpServer.Http("c", "http://a/", Map.of()),
                new McpServer.Http("d", "http://a/", Map.of(), Transport.SSE));

        // When / Then
        assertThat(McpServersJson.write(servers)).hasToString("""
                {"a":{"command":"x"},"b":{"command":"x","args":["1"],"env":{"K":"v"}},"c":{"url":"http://a/"},\
                "d":{"type":"sse","url":"http://a/"}}""");
    }

    @Test
    void shouldReadSecrets() throws Exception {
        // When
        List<McpServer> servers = read("""
                {"files": {"command": "npx", "env": {"KEY": {"secret": "value"}}},
                 "web": {"url": "https://example.org/mcp", "headers": {"X-A": {"secret": true}}}}""");

        // Then
        assertThat(servers)
                .containsExactly(
                        new McpServer.Stdio("files", "npx", List.of(), Map.of("KEY", "value")),
                        new McpServer.Http("web", "https://example.org/mcp", Map.of("X-A", "")));
    }

    @ParameterizedTest
    @ValueSource(longs = {41, 42, 43})
    void shouldReadWhatItHasWritten(long seed) throws Exception {
        // Given
        List<McpServer> servers = new FaultyMcpServers(seed).next(300);

        // When
        String json = McpServersJson.write(servers).toString();

        // Then
        assertThat(read(json)).containsExactlyElementsOf(servers);
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', delimiter = '|', textBlock = """
                    []                                                  | 'mcpServers' must be an object, not a list
                    null                                                | 'mcpServers' must be an object, not null
                    "x"                                                 | 'mcpServers' must be an object, not a text
                    {"a": "x"}                                          | The MCP server 'a' must be an object, not a text
                    {"a": {}}                                           | 'command' or 'url', and not both
                    {"a": {"command": "x", "url": "http://a/"}}         | 'command' or 'url', and not both
                    {"a": {"command": 42}}                              | 'command' of the MCP server 'a' must be a text, not a number
                    {"a": {"command": null}}                            | 'command' of the MCP server 'a' must be a text, not null
                    {"a": {"command": "x", "args": "y"}}                | 'args' of the MCP server 'a' must be a list of texts, not a text
                    {"a": {"command": "x", "args": null}}               | 'args' of the MCP server 'a' must be a list of texts, not null
                    {"a": {"command": "x", "args": [1]}}                | Each of 'args' of the MCP server 'a' must be a text, not a number
                    {"a": {"command": "x", "env": ["K=v"]}}             | 'env' of the MCP server 'a' must be an object of texts, not a list
                    {"a": {"command": "x", "env": {"K": true}}}         | Each of 'env' of the MCP server 'a' must be a text, not true or false
                    {"a": {"command": "x", "env": {"K": {"sealed": "v1:"}}}} | Each of 'env' of the MCP server 'a' must be a text, or {"secret": "value"} for a secret
                    {"a": {"command": "x", "env": {"K": {"secret": false}}}} | {"secret": true} to keep the stored secret
                    {"a": {"command": "x", "env": {"K": {"secret": "x", "y": 1}}}} | {"secret": true} to keep the stored secret
                    {"a": {"url": "http://a/", "headers": {"X": {"secret": 1}}}} | Each of 'headers' of the MCP server 'a' must be a text, or {"secret": "value"}
                    {"a": {"command": "x", "headers": {}}}              | The field 'headers' of the MCP server 'a' is unknown. Besides 'type' it can have args, command, env
                    {"a": {"command": "x", "cwd": "/"}}                 | The field 'cwd' of the MCP server 'a' is unknown
                    {"a": {"url": "http://a/", "env": {}}}              | The field 'env' of the MCP server 'a' is unknown. Besides 'type' it can have headers, url
                    {"a": {"url": {}}}                                  | 'url' of the MCP server 'a' must be a text, not an object
                    {"a": {"url": "http://a/", "headers": {"X": [1]}}}  | Each of 'headers' of the MCP server 'a' must be a text, not a list
                    {"a": {"type": "ws", "url": "http://a/"}}           | 'type' of the MCP server 'a' must be "http" or "sse", because the server has a 'url'
                    {"a": {"type": "stdio", "url": "http://a/"}}        | 'type' of the MCP server 'a' must be "http" or "sse"
                    {"a": {"type": "sse", "command": "x"}}              | 'type' of the MCP server 'a' must be "stdio", because the server has a 'command'
                    {"a": {"type": "http", "command": "x"}}             | 'type' of the MCP server 'a' must be "stdio"
                    {"a": {"type": 1, "command": "x"}}                  | 'type' of the MCP server 'a' must be "stdio"
                    """)
    void shouldRefuseUnknownFieldsAndWrongTypes(String json, String detail) {
        // When / Then
        assertThatThrownBy(() -> read(json)).isInstanceOfSatisfying(YardmasterException.class, e -> {
            assertThat(e.code()).isEqualTo(ErrorCode.INVALID_REQUEST);
            assertThat(e.detail()).contains(detail);
        });
    }

    private static List<McpServer> read(String json) throws Exception {
        return McpServersJson.read(JSON.readTree(json));
    }
}
