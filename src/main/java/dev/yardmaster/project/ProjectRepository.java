package dev.yardmaster.project;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.yardmaster.json.VertxJson;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** The projects as they are stored. Plain SQL: sessions need them within the dispatcher's transactions. */
@Singleton
class ProjectRepository {
    private static final String INSERT = """
            INSERT INTO project (id, name, path, base_branch, agent_provider, agent_runtime, models, fallback_chain,
                mcp_servers, instructions, test_command, created_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, now())
            RETURNING *
            """;

    private static final String UPDATE = """
            UPDATE project SET name = $2, path = $3, base_branch = $4, agent_provider = $5, agent_runtime = $6, models = $7,
                fallback_chain = $8, mcp_servers = $9, instructions = $10, test_command = $11
            WHERE id = $1
            RETURNING *
            """;

    private static final String USERS = """
            SELECT 'the agent ''' || name || '''' FROM agent WHERE project = $1
            UNION ALL
            SELECT count(*) || CASE count(*) WHEN 1 THEN ' task' ELSE ' tasks' END FROM task WHERE project = $1
                HAVING count(*) > 0
            """;

    Uni<List<Project>> list(SqlClient client, String after, int limit) {
        return client.preparedQuery("SELECT * FROM project WHERE name > $1 ORDER BY name LIMIT $2")
                .execute(Tuple.of(after, limit))
                .map(rows -> rows.stream().map(this::project).toList());
    }

    Uni<Optional<Project>> find(SqlClient client, String idOrName) {
        return client.preparedQuery("SELECT * FROM project WHERE id::text = lower($1) OR name = $1")
                .execute(Tuple.of(idOrName))
                .map(this::first);
    }

    Uni<List<Project>> all(SqlClient client, Set<UUID> ids) {
        return client.preparedQuery("SELECT * FROM project WHERE id = ANY($1)")
                .execute(Tuple.of(ids.toArray(UUID[]::new)))
                .map(rows -> rows.stream().map(this::project).toList());
    }

    /** Within a transaction: nobody else changes it until that ends. */
    Uni<Optional<Project>> lock(SqlConnection transaction, String idOrName) {
        return transaction
                .preparedQuery("SELECT * FROM project WHERE id::text = lower($1) OR name = $1 FOR UPDATE")
                .execute(Tuple.of(idOrName))
                .map(this::first);
    }

    Uni<Project> insert(SqlClient client, UUID id, ProjectSpec spec, String baseBranch) {
        return write(client, INSERT, id, spec, baseBranch);
    }

    Uni<Project> update(SqlClient client, UUID id, ProjectSpec spec, String baseBranch) {
        return write(client, UPDATE, id, spec, baseBranch);
    }

    Uni<Void> remove(SqlClient client, UUID id) {
        return client.preparedQuery("DELETE FROM project WHERE id = $1")
                .execute(Tuple.of(id))
                .replaceWithVoid();
    }

    /** Who uses a project, such as {@code the agent 'ann'}. */
    Uni<List<String>> users(SqlClient client, UUID id) {
        return client.preparedQuery(USERS)
                .execute(Tuple.of(id))
                .map(rows -> rows.stream().map(row -> row.getString(0)).toList());
    }

    private Uni<Project> write(SqlClient client, String sql, UUID id, ProjectSpec spec, String baseBranch) {
        JsonObject models = new JsonObject();
        spec.models().orElse(Map.of()).forEach(models::put);
        Tuple values = Tuple.tuple()
                .addUUID(id)
                .addString(spec.name())
                .addString(spec.path())
                .addString(baseBranch)
                .addString(spec.agentProvider().orElse(null))
                .addString(spec.agentRuntime().orElse(null))
                .addJsonObject(models)
                .addArrayOfString(spec.fallbackChain().orElse(List.of()).toArray(String[]::new))
                .addJsonObject(new JsonObject(
                        spec.mcpServers().map(ObjectNode::toString).orElse("{}")))
                .addString(spec.instructions().orElse(null))
                .addString(spec.testCommand().orElse(null));
        return client.preparedQuery(sql)
                .execute(values)
                .map(rows -> project(rows.iterator().next()));
    }

    private Optional<Project> first(RowSet<Row> rows) {
        return rows.stream().findFirst().map(this::project);
    }

    private Project project(Row row) {
        Map<String, String> models = new HashMap<>();
        row.getJsonObject("models").forEach(entry -> models.put(entry.getKey(), String.valueOf(entry.getValue())));
        return new Project(
                row.getUUID("id"),
                row.getString("name"),
                row.getString("path"),
                row.getString("base_branch"),
                Optional.ofNullable(row.getString("agent_provider")),
                Optional.ofNullable(row.getString("agent_runtime")),
                models,
                List.of(row.getArrayOfStrings("fallback_chain")),
                VertxJson.of(row.getJsonObject("mcp_servers")),
                Optional.ofNullable(row.getString("instructions")),
                Optional.ofNullable(row.getString("test_command")),
                row.getOffsetDateTime("created_at").toInstant());
    }
}
