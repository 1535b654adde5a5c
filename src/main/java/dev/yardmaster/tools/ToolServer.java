package dev.yardmaster.tools;

import dev.yardmaster.agent.Role;
import dev.yardmaster.mcp.McpServer;
import dev.yardmaster.mcp.McpServers;
import dev.yardmaster.session.SessionTools;
import dev.yardmaster.token.SessionTokens;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** The MCP server with the tools of the service, as a session gets it: with the path of its role, and a token of its own in a header. */
@Singleton
class ToolServer implements SessionTools {
    private final ToolsConfig config;
    private final ServiceUrl url;
    private final SessionTokens tokens;

    ToolServer(ToolsConfig config, ServiceUrl url, SessionTokens tokens) {
        this.config = config;
        this.url = url;
        this.tokens = tokens;
    }

    /** Creates this bean at the start of the service, so that the start fails if the configuration is wrong. */
    void start(@Observes StartupEvent event) {}

    @Override
    public Uni<Optional<McpServer>> open(SqlConnection transaction, UUID session, Role role) {
        return config.enabled()
                ? tokens.create(transaction, session, role.value()).map(token -> Optional.of(server(role, token)))
                : Uni.createFrom().item(Optional.empty());
    }

    private McpServer server(Role role, String token) {
        return new McpServer.Http(McpServers.OWN, url.of(role.value()), Map.of("Authorization", "Bearer " + token));
    }
}
