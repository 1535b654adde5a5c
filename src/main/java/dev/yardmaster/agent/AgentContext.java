package dev.yardmaster.agent;

import dev.yardmaster.mcp.McpServer;
import dev.yardmaster.provider.Permissions;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * What an agent is given beside its tasks.
 *
 * @param project the project that it works on
 * @param mcpServers servers of tools, over those of its project
 * @param instructions what it is told
 */
public record AgentContext(
        Optional<UUID> project, Permissions permissions, List<McpServer> mcpServers, Optional<String> instructions) {
    public AgentContext {
        mcpServers = List.copyOf(mcpServers);
    }

    /** Without the servers, which can hold secrets, and the instructions. */
    @Override
    public String toString() {
        return "AgentContext[project=" + project + ", permissions=" + permissions + "]";
    }
}
