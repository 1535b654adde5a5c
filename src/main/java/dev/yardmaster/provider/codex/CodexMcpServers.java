package dev.yardmaster.provider.codex;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.yardmaster.json.Json;
import dev.yardmaster.mcp.McpServer;
import dev.yardmaster.mcp.McpServers;
import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.YardmasterException;
import dev.yardmaster.provider.LaunchContext;
import dev.yardmaster.provider.Permissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * MCP servers as the {@code mcp_servers} table of Codex's configuration. Codex adds those of its {@code config.toml}. Every server is
 * {@code required}: if one can't be started, Codex refuses the session and reports the cause; otherwise it would continue without the
 * server and print nothing.
 */
final class CodexMcpServers {
    private CodexMcpServers() {}

    /** For the app-server, which accepts the table when a thread is started or resumed (0.169.0); empty without servers. */
    static Optional<ObjectNode> config(LaunchContext context) {
        if (context.mcpServers().isEmpty()) {
            return Optional.empty();
        }
        ObjectNode table = Json.object();
        context.mcpServers().forEach(server -> {
            ObjectNode entry = table.putObject(server.name());
            write(server, entry);
            // Without the service's own server the agent can still do its work.
            entry.put("required", !isOwn(server));
            allow(context.permissions(), server, entry);
        });
        return Optional.of(table);
    }

    /** @throws YardmasterException with {@code INVALID_REQUEST} if Codex does not know the transport of a server (0.169.0) */
    static void check(List<McpServer> servers) {
        for (McpServer server : servers) {
            if (server instanceof McpServer.Http http && http.transport() == McpServer.Transport.SSE) {
                throw new YardmasterException(
                        ErrorCode.INVALID_REQUEST,
                        "Codex can't use the MCP server '" + server.name()
                                + "', because Codex does not know the transport"
                                + " 'sse'. Give the server's URL for streamable HTTP with the type 'http', or run the agent on"
                                + " another provider.");
            }
        }
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

    /** Sorted, so that equal servers produce equal arguments. */
    private static void write(Map<String, String> map, ObjectNode entry) {
        new TreeMap<>(map).forEach(entry::put);
    }

    private static boolean isOwn(McpServer server) {
        return server.name().equals(McpServers.OWN);
    }

    /**
     * Codex would ask for an approval before each tool call that may be harmful, and deny it because no person answers. An agent with
     * {@code EDIT} may use its own servers. An agent that may only read may not, because the effects of the tools are unknown, except for the tools
     * of the service, which change no files.
     */
    private static void allow(Permissions permissions, McpServer server, ObjectNode entry) {
        if (permissions == Permissions.EDIT || (isOwn(server) && permissions == Permissions.READ_ONLY)) {
            entry.put("default_tools_approval_mode", "approve");
        }
    }
}
