package dev.yardmaster.agent;

import dev.yardmaster.json.VertxJson;
import dev.yardmaster.mcp.StoredMcpServers;
import dev.yardmaster.provider.LaunchMode;
import dev.yardmaster.provider.Permissions;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.annotations.DynamicUpdate;
import org.hibernate.annotations.Formula;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;

/** A row of the table {@code agent}: the only mapping of its columns, for Hibernate and for plain SQL. */
@Entity
@Table(name = "agent")
@DynamicUpdate
@NullUnmarked
class AgentEntity {
    @Id
    UUID id;

    String name;
    String role;

    @Nullable
    String focus;

    @Nullable
    String provider;

    @Nullable
    String model;

    @Nullable
    String executable;

    @Nullable
    @Column(name = "launch_mode")
    String launchMode;

    @Column(name = "max_concurrent_tasks")
    int maxConcurrentTasks;

    boolean enabled;
    String mode;
    String[] tags;
    boolean fallback;

    @Nullable
    UUID project;

    String permissions;

    @Column(name = "fallback_chain")
    String[] fallbackChain;

    @Column(name = "mcp_servers")
    JsonObject mcpServers = new JsonObject();

    @Nullable
    String instructions;

    @Column(name = "created_at")
    Instant createdAt;

    @Nullable
    @Formula(
            "(SELECT s.id FROM session s WHERE s.agent = id AND s.ended_at IS NULL ORDER BY s.started_at DESC LIMIT 1)")
    UUID session;

    /** A row that plain SQL has read, with all columns; leaves {@code session} empty. */
    static AgentEntity of(Row row) {
        var entity = new AgentEntity();
        entity.id = row.getUUID("id");
        entity.name = row.getString("name");
        entity.role = row.getString("role");
        entity.focus = row.getString("focus");
        entity.provider = row.getString("provider");
        entity.model = row.getString("model");
        entity.executable = row.getString("executable");
        entity.launchMode = row.getString("launch_mode");
        entity.maxConcurrentTasks = row.getInteger("max_concurrent_tasks");
        entity.enabled = row.getBoolean("enabled");
        entity.mode = row.getString("mode");
        entity.tags = row.getArrayOfStrings("tags");
        entity.fallback = row.getBoolean("fallback");
        entity.project = row.getUUID("project");
        entity.permissions = row.getString("permissions");
        entity.fallbackChain = row.getArrayOfStrings("fallback_chain");
        entity.mcpServers = row.getJsonObject("mcp_servers");
        entity.instructions = row.getString("instructions");
        entity.createdAt = row.getOffsetDateTime("created_at").toInstant();
        return entity;
    }

    void apply(AgentSpec spec, Optional<UUID> ofProject, StoredMcpServers servers) {
        name = spec.name();
        role = spec.role().value();
        focus = spec.focus().orElse(null);
        provider = spec.provider().orElse(null);
        model = spec.model().orElse(null);
        executable = spec.executable().orElse(null);
        launchMode = spec.launchMode().map(LaunchMode::value).orElse(null);
        maxConcurrentTasks = spec.maxConcurrentTasks().orElse(1);
        enabled = spec.enabled().orElse(true);
        mode = spec.mode().orElse(AgentMode.EPHEMERAL).value();
        tags = spec.normalTags().toArray(String[]::new);
        fallback = spec.fallback().orElse(true);
        project = ofProject.orElse(null);
        permissions = spec.permissions().orElse(Permissions.FULL).value();
        fallbackChain = spec.fallbackChain().orElse(List.of()).toArray(String[]::new);
        mcpServers = new JsonObject(servers.json().toString());
        instructions = spec.instructions().orElse(null);
    }

    StoredMcpServers servers() {
        return new StoredMcpServers("agent/" + id, VertxJson.of(mcpServers));
    }

    AgentSpec spec() {
        return new AgentSpec(
                name,
                Role.of(role),
                Optional.ofNullable(focus),
                Optional.ofNullable(provider),
                Optional.ofNullable(model),
                Optional.ofNullable(executable),
                Optional.ofNullable(launchMode).map(LaunchMode::of),
                Optional.of(maxConcurrentTasks),
                Optional.of(enabled),
                Optional.of(AgentMode.of(mode)),
                Optional.of(List.of(tags)),
                Optional.ofNullable(project).map(UUID::toString),
                Optional.of(Permissions.of(permissions)),
                Optional.of(fallback),
                Optional.of(List.of(fallbackChain)),
                Optional.of(servers().shown()),
                Optional.ofNullable(instructions));
    }

    Agent toAgent() {
        return new Agent(
                id,
                name,
                new AgentKind(Role.of(role), AgentMode.of(mode), Optional.ofNullable(focus)),
                Optional.ofNullable(provider),
                Optional.ofNullable(model),
                Optional.ofNullable(executable),
                Optional.ofNullable(launchMode).map(LaunchMode::of),
                maxConcurrentTasks,
                enabled,
                List.of(tags),
                Optional.ofNullable(project),
                Permissions.of(permissions),
                fallback,
                List.of(fallbackChain),
                servers(),
                Optional.ofNullable(instructions),
                session != null ? "busy" : enabled ? "idle" : "disabled",
                Optional.ofNullable(session),
                createdAt);
    }

    AgentProfile profile() {
        return toAgent().profile();
    }
}
