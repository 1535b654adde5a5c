package dev.yardmaster.provider.codex;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.toml.TomlMapper;
import dev.yardmaster.mcp.McpServer;
import dev.yardmaster.provider.Permissions;
import dev.yardmaster.testkit.mcp.FaultyMcpServers;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CodexMcpServersTest {
    private static final TomlMapper TOML = new TomlMapper();
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void shouldWriteNothingWithoutServers() {
        // When / Then
        assertThat(CodexMcpServers.config(CodexFixture.with(Permissions.FULL, List.of())))
                .isEmpty();
    }

    @Test
    void shouldWriteAllServersAsOneOverride() {
        // Given
        List<McpServer> servers = List.of(
                new McpServer.Stdio("my.server", "x", List.of("1"), Map.of("B", "2", "A", "1")),
                new McpServer.Http("web", "https://example.org/mcp", Map.of("X-A", "b")));

        // When / Then
        assertThat(argument(servers))
                .isEqualTo("mcp_servers={ \"my.server\" = { \"command\" = \"x\", \"args\" = [\"1\"], "
                        + "\"env\" = { \"A\" = \"1\", \"B\" = \"2\" }, \"required\" = true }, "
                        + "\"web\" = { \"url\" = \"https://example.org/mcp\", "
                        + "\"http_headers\" = { \"X-A\" = \"b\" }, \"required\" = true } }");
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13, 14, 15, 16, 17, 18})
    void shouldRoundTrip(long seed) throws Exception {
        // Given
        List<McpServer> servers = new FaultyMcpServers(seed).next(250);

        // When
        String argument = argument(servers);

        // Then
        assertThat(JSON.<JsonNode>valueToTree(TOML.readValue(argument, Map.class))
                        .path("mcp_servers"))
                .isEqualTo(JSON.valueToTree(servers.stream()
                        .collect(Collectors.toMap(it -> wellFormed(it.name()), CodexMcpServersTest::fields))));
    }

    private static String argument(List<McpServer> servers) {
        return ExecMcpServers.argument(CodexMcpServers.config(CodexFixture.with(Permissions.FULL, servers))
                .orElseThrow());
    }

    private static Map<String, Object> fields(McpServer server) {
        Map<String, Object> fields = new LinkedHashMap<>(Map.of("required", true));
        switch (server) {
            case McpServer.Stdio stdio -> {
                fields.put("command", wellFormed(stdio.command()));
                fields.put(
                        "args",
                        stdio.arguments().stream()
                                .map(CodexMcpServersTest::wellFormed)
                                .toList());
                fields.put("env", wellFormed(stdio.environment()));
            }
            case McpServer.Http http -> {
                fields.put("url", wellFormed(http.url()));
                fields.put("http_headers", wellFormed(http.headers()));
            }
        }
        return fields;
    }

    private static Map<String, String> wellFormed(Map<String, String> map) {
        return map.entrySet().stream()
                .collect(Collectors.toMap(entry -> wellFormed(entry.getKey()), entry -> wellFormed(entry.getValue())));
    }

    private static String wellFormed(String text) {
        return FaultyMcpServers.wellFormed(text);
    }
}
