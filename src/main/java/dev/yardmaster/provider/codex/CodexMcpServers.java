package dev.yardmaster.provider.codex;

import dev.yardmaster.provider.McpServer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * MCP servers as one override of Codex's configuration. The whole table stands in one: Codex splits the path before the {@code =} at every
 * dot, whatever quotes are around it, and a second override of the table replaces the first (seen with 0.169.0). Codex adds them to
 * the servers of its {@code config.toml}. Everybody on the machine can read it among the arguments, secrets included.
 */
final class CodexMcpServers {
    private CodexMcpServers() {}

    /**
     * What follows a {@code -c}, which may be given once; empty without servers. Every server is required: with one that can't be started
     * Codex refuses the session and says why, while otherwise it would go on without a word.
     *
     * @throws IllegalArgumentException for a NUL in a server
     */
    static Optional<String> argument(List<McpServer> servers) {
        if (servers.isEmpty()) {
            return Optional.empty();
        }
        Map<String, String> table = new LinkedHashMap<>();
        servers.forEach(server -> table.put(server.name(), TomlWriter.table(fields(server))));
        return Optional.of("mcp_servers=" + TomlWriter.table(table));
    }

    private static Map<String, String> fields(McpServer server) {
        Map<String, String> fields = new LinkedHashMap<>();
        switch (server) {
            case McpServer.Stdio stdio -> {
                fields.put("command", TomlWriter.string(stdio.command()));
                fields.put("args", TomlWriter.array(stdio.arguments()));
                fields.put("env", texts(stdio.environment()));
            }
            case McpServer.Http http -> {
                fields.put("url", TomlWriter.string(http.url()));
                fields.put("http_headers", texts(http.headers()));
            }
        }
        fields.put("required", "true");
        return fields;
    }

    /** Sorted, so that the same servers are the same argument. */
    private static String texts(Map<String, String> map) {
        Map<String, String> values = new TreeMap<>(map);
        values.replaceAll((_, value) -> TomlWriter.string(value));
        return TomlWriter.table(values);
    }
}
