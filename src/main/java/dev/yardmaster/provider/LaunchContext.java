package dev.yardmaster.provider;

import dev.yardmaster.mcp.McpServer;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What an agent gets besides its task.
 *
 * @param instructions text that is added to the CLI's system prompt
 * @param mcpServers the MCP servers that the agent may use; their names are distinct
 * @param permissions what the agent may do without asking
 * @param judged whether the CLI must ask the service before the agent uses a tool, because of the permissions or of rules
 * @param scratch a directory for files that the launch needs ({@link dev.yardmaster.process.LaunchSpec#files}). Each session has its own, only
 *     the service's user can read it, and it is removed after the session. It does not exist before the first file is written
 */
public record LaunchContext(
        Optional<String> instructions,
        List<McpServer> mcpServers,
        Permissions permissions,
        boolean judged,
        Path scratch) {
    public LaunchContext {
        mcpServers = List.copyOf(mcpServers);
    }

    /** A context that is judged only if the permissions require it. */
    public LaunchContext(
            Optional<String> instructions, List<McpServer> mcpServers, Permissions permissions, Path scratch) {
        this(instructions, mcpServers, permissions, permissions == Permissions.ASK, scratch);
    }

    /** Returns the same context, in which the CLI asks before the agent uses a tool. */
    public LaunchContext asJudged() {
        return new LaunchContext(instructions, mcpServers, permissions, true, scratch);
    }

    /** Returns the same context with one more MCP server. */
    public LaunchContext plus(McpServer server) {
        return new LaunchContext(
                instructions,
                Stream.concat(mcpServers.stream(), Stream.of(server)).toList(),
                permissions,
                judged,
                scratch);
    }

    /** Returns a context without instructions and servers, and with full permissions. */
    public static LaunchContext none(Path scratch) {
        return new LaunchContext(Optional.empty(), List.of(), Permissions.FULL, scratch);
    }
}
