package dev.yardmaster.provider.codex;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.yardmaster.json.Json;
import dev.yardmaster.mcp.McpServer;
import dev.yardmaster.provider.LaunchContext;
import dev.yardmaster.provider.Permissions;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * MCP servers as the {@code mcp_servers} of Codex's configuration, to which those of its {@code config.toml} are added. Every server is
 * required: with one that can't be started Codex refuses the session and says why, while otherwise it would go on without a word.
 */
final class CodexMcpServers {
    private CodexMcpServers() {}

    /** For the app-server, which takes it with a thread that is started or resumed (0.169.0); empty without servers. */
    static Optional<ObjectNode> config(LaunchContext context) {
        if (context.mcpServers().isEmpty()) {
            return Optional.empty();
        }
        ObjectNode table = Json.object();
        context.mcpServers().forEach(server -> {
            ObjectNode entry = table.putObject(server.name());
            write(server, entry);
            entry.put("required", true);
            allow(context.permissions(), entry);
        });
        return Optional.of(table);
    }

    /**
     * For {@code codex exec}, what follows a {@code -c}, which may be given once; empty without servers. The whole table stands in one:
     * Codex splits the path before the {@code =} at every dot, whatever quotes are around it, and a second override of the table replaces
     * the first (seen with 0.169.0). Everybody on the machine can read it among the arguments, secrets included: that mode takes it from
     * nowhere else.
     *
     * @throws IllegalArgumentException for a NUL in a server
     */
    static Optional<String> argument(LaunchContext context) {
        return config(context).map(table -> "mcp_servers=" + TomlWriter.value(table));
    }

    private static void write(McpServer server, ObjectNode entry) {
        switch (server) {
            case McpServer.Stdio stdio -> {
                ArrayNode arguments = entry.put("command", stdio.command()).putArray("args");
                stdio.arguments().forEach(arguments::add);
                write(stdio.environment(), entry.putObject("env"));
            }
            case McpServer.Http http ->
                write(http.headers(), entry.put("url", http.url()).putObject("http_headers"));
        }
    }

    /** Sorted, so that the same servers are the same argument. */
    private static void write(Map<String, String> map, ObjectNode entry) {
        new TreeMap<>(map).forEach(entry::put);
    }

    /**
     * Codex would ask before each call of a tool that it does not know to be harmless, and refuse it since nobody answers; what the agent
     * was given, it may use. Where it may only read they stay refused, as what they do is not known.
     */
    private static void allow(Permissions permissions, ObjectNode entry) {
        if (permissions == Permissions.EDIT) {
            entry.put("default_tools_approval_mode", "approve");
        }
    }
}
