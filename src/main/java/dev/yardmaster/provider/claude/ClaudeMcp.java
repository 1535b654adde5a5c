package dev.yardmaster.provider.claude;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.yardmaster.json.Json;
import dev.yardmaster.mcp.McpServer;
import dev.yardmaster.mcp.McpServer.Transport;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Writes the file for {@code --mcp-config}. */
final class ClaudeMcp {
    /** Expands to a dollar sign: the variable is never set, and its default value is {@code $}. */
    private static final String DOLLAR = "${YARDMASTER_DOLLAR:-$}";

    private ClaudeMcp() {}

    /** The content of the file. It can contain secrets. */
    static String config(List<McpServer> servers) {
        ObjectNode config = Json.object();
        ObjectNode section = config.putObject("mcpServers");
        servers.forEach(server -> write(server, section.putObject(server.name())));
        return config.toString();
    }

    private static void write(McpServer server, ObjectNode entry) {
        switch (server) {
            case McpServer.Stdio stdio -> {
                entry.put("type", "stdio").put("command", literal(stdio.command()));
                ArrayNode arguments = entry.putArray("args");
                stdio.arguments().forEach(argument -> arguments.add(literal(argument)));
                write(stdio.environment(), entry.putObject("env"));
            }
            case McpServer.Http http -> {
                entry.put("type", type(http.transport())).put("url", literal(http.url()));
                write(http.headers(), entry.putObject("headers"));
            }
        }
    }

    private static String type(Transport transport) {
        return switch (transport) {
            case STREAMABLE_HTTP -> "http";
            case SSE -> "sse";
        };
    }

    private static void write(Map<String, String> map, ObjectNode object) {
        new TreeMap<>(map).forEach((name, value) -> object.put(name, literal(value)));
    }

    /**
     * Protects {@code $} followed by a brace. Claude Code replaces <code>${NAME}</code> and <code>${NAME:-default}</code> with environment
     * variables, once, and has no escape character (seen with 2.1.329). So the dollar sign itself is written as such a variable.
     */
    private static String literal(String text) {
        return text.replace("${", DOLLAR + "{");
    }
}
