package dev.yardmaster.agent;

import dev.yardmaster.provider.LaunchMode;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.annotations.DynamicUpdate;
import org.hibernate.annotations.Formula;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;

/** The row of an agent. */
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

    @Column(name = "created_at")
    Instant createdAt;

    @Nullable
    @Formula(
            "(SELECT s.id FROM session s WHERE s.agent = id AND s.ended_at IS NULL ORDER BY s.started_at DESC LIMIT 1)")
    UUID session;

    void apply(AgentSpec spec) {
        name = spec.name();
        role = spec.role().value();
        focus = spec.focus().orElse(null);
        provider = spec.provider().orElse(null);
        model = spec.model().orElse(null);
        executable = spec.executable().orElse(null);
        launchMode = spec.launchMode().map(LaunchMode::value).orElse(null);
        maxConcurrentTasks = spec.maxConcurrentTasks().orElse(1);
        enabled = spec.enabled().orElse(true);
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
                Optional.of(enabled));
    }

    Agent toAgent() {
        AgentSpec spec = spec();
        return new Agent(
                id,
                name,
                spec.role(),
                spec.focus(),
                spec.provider(),
                spec.model(),
                spec.executable(),
                spec.launchMode(),
                maxConcurrentTasks,
                enabled,
                session != null ? "busy" : enabled ? "idle" : "disabled",
                Optional.ofNullable(session),
                createdAt);
    }
}
