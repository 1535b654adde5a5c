package dev.yardmaster.provider.opencode;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.yardmaster.mcp.McpServer;
import dev.yardmaster.testkit.mcp.FaultyMcpServers;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OpenCodeMcpTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void shouldWriteLocalAndRemoteServers() {
        // Given
        List<McpServer> servers = List.of(
                new McpServer.Stdio("tiny", "node", List.of("a b"), Map.of("K", "v")),
                new McpServer.Http("web", "https://example.org/mcp", Map.of("X-A", "b")));

        // When / Then
        assertThat(OpenCodeMcp.config(servers)).hasToString("""
                {"tiny":{"type":"local","command":["node","a b"],"environment":{"K":"v"},"enabled":true},\
                "web":{"type":"remote","url":"https://example.org/mcp","headers":{"X-A":"b"},"enabled":true}}""");
    }

    @ParameterizedTest
    @ValueSource(longs = {31, 32, 33, 34, 35, 36, 37, 38})
    void shouldRoundTripServers(long seed) throws Exception {
        // Given
        List<McpServer> servers = new FaultyMcpServers(seed).next(250);

        // When
        String config = OpenCodeMcp.config(servers).toString();

        // Then
        Map<String, McpServer> read = new LinkedHashMap<>();
        JSON.readTree(substituted(config))
                .properties()
                .forEach(it -> read.put(it.getKey(), server(it.getKey(), it.getValue())));
        assertThat(read.values()).containsExactlyElementsOf(servers);
    }

    /** Replaces variables in the configuration as OpenCode does before it parses it. */
    private static String substituted(String config) {
        return config.replaceAll("\\{(env|file):[^}]+}", "SUBSTITUTED");
    }

    private static McpServer server(String name, JsonNode json) {
        assertThat(json.path("enabled").asBoolean()).isTrue();
        if (json.path("type").asText().equals("remote")) {
            return new McpServer.Http(name, json.path("url").asText(), map(json.path("headers")));
        }
        List<String> command = new ArrayList<>();
        json.path("command").forEach(word -> command.add(word.asText()));
        return new McpServer.Stdio(
                name, command.getFirst(), command.subList(1, command.size()), map(json.path("environment")));
    }

    private static Map<String, String> map(JsonNode json) {
        Map<String, String> map = new TreeMap<>();
        json.properties()
                .forEach(entry -> map.put(entry.getKey(), entry.getValue().asText()));
        return map;
    }
}
