package dev.yardmaster.dispatch;

import dev.yardmaster.agent.AgentContext;
import dev.yardmaster.agent.AgentKind;
import dev.yardmaster.agent.AgentMode;
import dev.yardmaster.agent.AgentProfile;
import dev.yardmaster.agent.Role;
import dev.yardmaster.json.VertxJson;
import dev.yardmaster.mcp.McpServersJson;
import dev.yardmaster.provider.LaunchMode;
import dev.yardmaster.provider.Permissions;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The agents with the time that they have. */
@Singleton
class AgentAvailability {
    private static final String FREE = """
            SELECT a.*, a.max_concurrent_tasks - count(s.id)::int AS free
            FROM agent a LEFT JOIN session s ON s.agent = a.id AND s.ended_at IS NULL
            WHERE a.enabled
            GROUP BY a.id HAVING count(s.id) < a.max_concurrent_tasks
            ORDER BY a.name
            """;

    private static final String ALL = """
            SELECT a.*, a.max_concurrent_tasks - count(s.id)::int AS free
            FROM agent a LEFT JOIN session s ON s.agent = a.id AND s.ended_at IS NULL
            GROUP BY a.id ORDER BY a.name
            """;

    private final Pool pool;

    AgentAvailability(Pool pool) {
        this.pool = pool;
    }

    /** Those that could take a task now. */
    Uni<List<AvailableAgent>> free() {
        return pool.preparedQuery(FREE).execute().map(AgentAvailability::crewmates);
    }

    Uni<List<AvailableAgent>> all() {
        return pool.preparedQuery(ALL).execute().map(AgentAvailability::crewmates);
    }

    private static List<AvailableAgent> crewmates(RowSet<Row> rows) {
        return rows.stream().map(AgentAvailability::crewmate).toList();
    }

    private static AvailableAgent crewmate(Row row) {
        return new AvailableAgent(
                profile(row),
                Set.of(row.getArrayOfStrings("tags")),
                Math.max(0, row.getInteger("free")),
                row.getBoolean("enabled"));
    }

    private static AgentProfile profile(Row row) {
        return new AgentProfile(
                row.getUUID("id"),
                row.getString("name"),
                new AgentKind(
                        Role.of(row.getString("role")),
                        AgentMode.of(row.getString("mode")),
                        Optional.ofNullable(row.getString("focus"))),
                Optional.ofNullable(row.getString("provider")),
                Optional.ofNullable(row.getString("model")),
                Optional.ofNullable(row.getString("executable")),
                Optional.ofNullable(row.getString("launch_mode")).map(LaunchMode::of),
                row.getBoolean("fallback"),
                List.of(row.getArrayOfStrings("fallback_chain")),
                new AgentContext(
                        Optional.ofNullable(row.getUUID("project")),
                        Permissions.of(row.getString("permissions")),
                        McpServersJson.read(VertxJson.of(row.getJsonObject("mcp_servers"))),
                        Optional.ofNullable(row.getString("instructions"))));
    }
}
