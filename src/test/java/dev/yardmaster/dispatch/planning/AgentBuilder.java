package dev.yardmaster.dispatch.planning;

import dev.yardmaster.agent.AgentContext;
import dev.yardmaster.agent.AgentKind;
import dev.yardmaster.agent.AgentMode;
import dev.yardmaster.agent.AgentProfile;
import dev.yardmaster.agent.Role;
import dev.yardmaster.provider.Permissions;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Builds agents. Without further calls, an agent is an ephemeral worker on {@code claude-code}. */
public final class AgentBuilder {
    private final String name;
    private final int freeSessions;
    private Role role = Role.WORKER;
    private AgentMode mode = AgentMode.EPHEMERAL;
    private Set<String> tags = Set.of();
    private String executable = "claude-code";
    private Optional<String> model = Optional.empty();
    private List<String> chain = List.of();
    private boolean fallback = true;
    private Optional<UUID> project = Optional.empty();

    private AgentBuilder(String name, int freeSessions) {
        this.name = name;
        this.freeSessions = freeSessions;
    }

    /** @param freeSessions how many more sessions it may run */
    public static AgentBuilder agent(String name, int freeSessions) {
        return new AgentBuilder(name, freeSessions);
    }

    AgentBuilder role(Role value) {
        role = value;
        return this;
    }

    AgentBuilder persistent() {
        mode = AgentMode.PERSISTENT;
        return this;
    }

    AgentBuilder tags(String... values) {
        tags = Set.of(values);
        return this;
    }

    /** Sets its executable and its fallback chain. */
    public AgentBuilder on(String first, String... others) {
        executable = first;
        chain = List.of(others);
        return this;
    }

    AgentBuilder model(String value) {
        model = Optional.of(value);
        return this;
    }

    AgentBuilder project(UUID value) {
        project = Optional.of(value);
        return this;
    }

    AgentBuilder withoutFallback() {
        fallback = false;
        return this;
    }

    public AvailableAgent build() {
        var profile = new AgentProfile(
                UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)),
                name,
                new AgentKind(role, mode, Optional.empty()),
                Optional.empty(),
                model,
                Optional.of(executable),
                Optional.empty(),
                fallback,
                chain,
                new AgentContext(project, Permissions.FULL, List.of(), Optional.empty()));
        return new AvailableAgent(profile, tags, freeSessions, true);
    }
}
