package dev.yardmaster.provider.codex;

import dev.yardmaster.provider.McpServer;
import java.util.List;
import java.util.Optional;

/** MCP servers as Codex's configuration. */
final class CodexMcpServers {
    private CodexMcpServers() {}

    /** The value of one {@code -c} argument, {@code mcp_servers={…}}; empty when there are no servers. */
    static Optional<String> argument(List<McpServer> servers) {
        if (servers.isEmpty()) {
            return Optional.empty();
        }
        throw new UnsupportedOperationException("Not written yet");
    }
}
