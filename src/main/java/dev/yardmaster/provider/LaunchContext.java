package dev.yardmaster.provider;

import dev.yardmaster.mcp.McpServer;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What an agent is given beside its task.
 *
 * @param instructions added to the provider's system prompt
 * @param mcpServers servers of tools, with distinct names
 * @param scratch a directory of the session's own for files that its launch needs ({@link dev.yardmaster.process.LaunchSpec#files});
 *     private to the service's user, made when the first file is written, and removed after the session
 */
public record LaunchContext(
        Optional<String> instructions, List<McpServer> mcpServers, Permissions permissions, Path scratch) {
    public LaunchContext {
        mcpServers = List.copyOf(mcpServers);
    }

    /** No instructions, no servers, full permissions. */
    public static LaunchContext none(Path scratch) {
        return new LaunchContext(Optional.empty(), List.of(), Permissions.FULL, scratch);
    }
}
