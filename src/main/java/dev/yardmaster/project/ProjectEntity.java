package dev.yardmaster.project;

import dev.yardmaster.json.VertxJson;
import dev.yardmaster.mcp.StoredMcpServers;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.annotations.DynamicUpdate;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;

/** A row of the table {@code project}: the only mapping of its columns, for Hibernate and for plain SQL. */
@Entity
@Table(name = "project")
@DynamicUpdate
@NullUnmarked
class ProjectEntity {
    @Id
    UUID id;

    String name;
    String path;

    @Column(name = "base_branch")
    String baseBranch;

    @Nullable
    @Column(name = "agent_provider")
    String agentProvider;

    @Nullable
    @Column(name = "agent_runtime")
    String agentRuntime;

    JsonObject models;

    @Column(name = "fallback_chain")
    String[] fallbackChain;

    @Column(name = "mcp_servers")
    JsonObject mcpServers = new JsonObject();

    @Nullable
    String instructions;

    @Nullable
    @Column(name = "test_command")
    String testCommand;

    @Nullable
    @Column(name = "setup_command")
    String setupCommand;

    @Nullable
    @Column(name = "teardown_command")
    String teardownCommand;

    boolean worktrees;
    String merge;

    @Nullable
    @Column(name = "test_timeout_ms")
    Long testTimeoutMillis;

    @Column(name = "review_by")
    String reviewBy;

    @Column(name = "created_at")
    Instant createdAt;

    /** A row that plain SQL has read, with all columns. */
    static ProjectEntity of(Row row) {
        var entity = new ProjectEntity();
        entity.id = row.getUUID("id");
        entity.name = row.getString("name");
        entity.path = row.getString("path");
        entity.baseBranch = row.getString("base_branch");
        entity.agentProvider = row.getString("agent_provider");
        entity.agentRuntime = row.getString("agent_runtime");
        entity.models = row.getJsonObject("models");
        entity.fallbackChain = row.getArrayOfStrings("fallback_chain");
        entity.mcpServers = row.getJsonObject("mcp_servers");
        entity.instructions = row.getString("instructions");
        entity.testCommand = row.getString("test_command");
        entity.setupCommand = row.getString("setup_command");
        entity.teardownCommand = row.getString("teardown_command");
        entity.worktrees = row.getBoolean("worktrees");
        entity.merge = row.getString("merge");
        entity.testTimeoutMillis = row.getLong("test_timeout_ms");
        entity.reviewBy = row.getString("review_by");
        entity.createdAt = row.getOffsetDateTime("created_at").toInstant();
        return entity;
    }

    void apply(ProjectSpec spec, String branch, StoredMcpServers servers) {
        name = spec.name();
        path = spec.path();
        baseBranch = branch;
        agentProvider = spec.agentProvider().orElse(null);
        agentRuntime = spec.agentRuntime().orElse(null);
        models = new JsonObject();
        spec.models().orElse(Map.of()).forEach(models::put);
        fallbackChain = spec.fallbackChain().orElse(List.of()).toArray(String[]::new);
        mcpServers = new JsonObject(servers.json().toString());
        instructions = spec.instructions().orElse(null);
        testCommand = spec.testCommand().orElse(null);
        setupCommand = spec.setupCommand().orElse(null);
        teardownCommand = spec.teardownCommand().orElse(null);
        worktrees = spec.worktrees().orElse(true);
        MergeSettings merging = spec.merging();
        merge = merging.merge().value();
        testTimeoutMillis = merging.testTimeout().map(Duration::toMillis).orElse(null);
        reviewBy = merging.reviewBy().value();
    }

    StoredMcpServers servers() {
        return new StoredMcpServers("project/" + id, VertxJson.of(mcpServers));
    }

    Project toProject() {
        Map<String, String> modelsByProvider = new HashMap<>();
        models.forEach(entry -> modelsByProvider.put(entry.getKey(), String.valueOf(entry.getValue())));
        return new Project(
                id,
                name,
                path,
                baseBranch,
                Optional.ofNullable(agentProvider),
                Optional.ofNullable(agentRuntime),
                modelsByProvider,
                List.of(fallbackChain),
                servers(),
                Optional.ofNullable(instructions),
                Optional.ofNullable(testCommand),
                Optional.ofNullable(setupCommand),
                Optional.ofNullable(teardownCommand),
                worktrees,
                new MergeSettings(
                        MergeMode.of(merge),
                        Optional.ofNullable(testTimeoutMillis).map(Duration::ofMillis),
                        ReviewBy.of(reviewBy)),
                createdAt);
    }
}
