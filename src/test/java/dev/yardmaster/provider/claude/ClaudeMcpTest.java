package dev.yardmaster.provider.claude;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.yardmaster.json.Json;
import dev.yardmaster.mcp.McpServer;
import dev.yardmaster.testkit.mcp.FaultyMcpServers;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClaudeMcpTest {
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([^}]+)}");

    @Test
    void shouldWriteServersOfBothKinds() {
        // Given
        List<McpServer> servers = List.of(
                new McpServer.Stdio("tiny", "node", List.of("a b"), Map.of("K", "v")),
                new McpServer.Http("web", "https://example.org/mcp", Map.of("X-A", "b")));

        List<McpServer> old =
                List.of(new McpServer.Http("old", "https://example.org/sse", Map.of(), McpServer.Transport.SSE));

        // When / Then
        assertThat(ClaudeMcp.config(old)).isEqualTo("""
                {"mcpServers":{"old":{"type":"sse","url":"https://example.org/sse","headers":{}}}}""");
        assertThat(ClaudeMcp.config(servers)).isEqualTo("""
                {"mcpServers":{"tiny":{"type":"stdio","command":"node","args":["a b"],"env":{"K":"v"}},\
                "web":{"type":"http","url":"https://example.org/mcp","headers":{"X-A":"b"}}}}""");
    }

    @ParameterizedTest
    @ValueSource(longs = {51, 52, 53, 54, 55, 56, 57, 58})
    void shouldRoundTripServers(long seed) throws Exception {
        // Given
        List<McpServer> servers = new FaultyMcpServers(seed).next(250);

        // When
        String config = ClaudeMcp.config(servers);

        // Then
        List<McpServer> read = new ArrayList<>();
        Json.MAPPER
                .readTree(config)
                .path("mcpServers")
                .properties()
                .forEach(entry -> read.add(server(entry.getKey(), entry.getValue())));
        assertThat(read).containsExactlyElementsOf(servers);
    }

    private static McpServer server(String name, JsonNode json) {
        if (json.path("type").asText().equals("http")) {
            return new McpServer.Http(name, expanded(json.path("url")), map(json.path("headers")));
        }
        List<String> arguments = new ArrayList<>();
        json.path("args").forEach(argument -> arguments.add(expanded(argument)));
        return new McpServer.Stdio(name, expanded(json.path("command")), arguments, map(json.path("env")));
    }

    private static Map<String, String> map(JsonNode json) {
        Map<String, String> map = new HashMap<>();
        json.properties().forEach(entry -> map.put(entry.getKey(), expanded(entry.getValue())));
        return map;
    }

    /** Expands variables as Claude Code does. Every variable without a default in the text is set to {@code EXPANDED}. */
    private static String expanded(JsonNode text) {
        return VARIABLE.matcher(text.textValue()).replaceAll(match -> {
            String[] parts = match.group(1).split(":-", 2);
            return parts.length == 2 ? Matcher.quoteReplacement(parts[1]) : "EXPANDED";
        });
    }
}
