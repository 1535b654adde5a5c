package dev.yardmaster.prompt;

import dev.yardmaster.agent.Role;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;

/** A row of the table {@code role_prompt}: the only mapping of its columns, for Hibernate and for plain SQL. */
@Entity
@Table(name = "role_prompt")
@NullUnmarked
class RolePromptEntity {
    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    Long id;

    String role;

    @Nullable
    String focus;

    @Nullable
    String provider;

    @Nullable
    UUID agent;

    @Nullable
    UUID project;

    String text;

    @Column(name = "changed_at")
    Instant changedAt;

    /** A row that plain SQL has read, with all columns, and the columns {@code agent_name} and {@code project_name}. */
    static RolePrompt prompt(Row row) {
        var scope = new PromptScope(
                Role.of(row.getString("role")),
                Optional.ofNullable(row.getString("focus")),
                Optional.ofNullable(row.getString("provider")),
                Optional.ofNullable(row.getUUID("agent")),
                Optional.ofNullable(row.getUUID("project")));
        return new RolePrompt(
                scope.role(),
                scope.focus(),
                scope.provider(),
                Optional.ofNullable(row.getString("agent_name")),
                Optional.ofNullable(row.getString("project_name")),
                scope.source(),
                row.getString("text"),
                Optional.of(row.getOffsetDateTime("changed_at").toInstant()));
    }
}
