package dev.yardmaster.session;

import dev.yardmaster.agent.Role;
import dev.yardmaster.mcp.McpServer;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import java.util.Optional;
import java.util.UUID;

/** Gives each session the service's own MCP server, with which its agent calls the service. */
public interface SessionTools {
    /**
     * Returns the server for a session whose row is stored in the same transaction, with a token of its own; empty if sessions get none.
     *
     * @param role the role of the session's agent
     */
    Uni<Optional<McpServer>> open(SqlConnection transaction, UUID session, Role role);
}
