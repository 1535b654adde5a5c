package dev.yardmaster.agent;

import dev.yardmaster.mcp.McpServer;
import dev.yardmaster.provider.Permissions;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * What the sessions of an agent get in addition to a task.
 *
 * @param project the project that it works on
 * @param permissions what it may do without asking
 * @param mcpServers MCP servers; they override those of the project by name
 * @param instructions added to the prompt of each session
 */
public record AgentContext(
        Optional<UUID> project, Permissions permissions, List<McpServer> mcpServers, Optional<String> instructions) {
    public AgentContext {
        mcpServers = List.copyOf(mcpServers);
    }

    /** Leaves out the MCP servers, which can hold secrets, and the instructions. */
    @Override
    public String toString() {
        return "AgentContext[project=" + project + ", permissions=" + permissions + "]";
    }
}
