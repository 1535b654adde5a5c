package dev.yardmaster.provider.declared;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.yardmaster.mcp.McpServer;
import dev.yardmaster.mcp.McpServersJson;
import dev.yardmaster.provider.LaunchContext;
import dev.yardmaster.provider.LaunchRequest;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The files that the arguments of a declared provider can refer to. They are written to the session's scratch directory. */
final class DeclaredFiles {
    private DeclaredFiles() {}

    /** Returns the path of the file with the agent's instructions; empty if the agent has none. */
    static Optional<Path> instructions(LaunchRequest request) {
        LaunchContext context = request.context();
        return context.instructions().map(_ -> context.scratch().resolve("declared-instructions.md"));
    }

    /** Returns the path of the file with the agent's MCP servers, {@code {"mcpServers": {"name": {…}}}}; empty if the agent has none. */
    static Optional<Path> mcp(LaunchRequest request) {
        LaunchContext context = request.context();
        return context.mcpServers().isEmpty()
                ? Optional.empty()
                : Optional.of(context.scratch().resolve("declared-mcp.json"));
    }

    /** Returns the texts of the files that the arguments mention, by path. */
    static Map<Path, String> of(LaunchRequest request, DeclaredArguments arguments) {
        Map<Path, String> files = new HashMap<>();
        if (arguments.mentions(DeclaredArguments.INSTRUCTIONS_FILE)) {
            instructions(request)
                    .ifPresent(file ->
                            files.put(file, request.context().instructions().orElse("")));
        }
        if (arguments.mentions(DeclaredArguments.MCP_FILE)) {
            mcp(request)
                    .ifPresent(file ->
                            files.put(file, json(request.context().mcpServers()).toString()));
        }
        return files;
    }

    /** Servers with a URL get a {@code type}, which the configuration files of MCP clients require. */
    private static ObjectNode json(List<McpServer> servers) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        ObjectNode byName = McpServersJson.write(servers);
        for (McpServer server : servers) {
            if (server instanceof McpServer.Http http && http.transport() == McpServer.Transport.STREAMABLE_HTTP) {
                byName.withObjectProperty(server.name()).put("type", "http");
            }
        }
        return json.set("mcpServers", byName);
    }
}
