package dev.yardmaster.dispatch;

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

/** An agent in the making: an ephemeral worker on claude-code, but for what a test says. */
final class AgentBuilder {
    private final String name;
    private final int free;
    private Role role = Role.WORKER;
    private AgentMode mode = AgentMode.EPHEMERAL;
    private Set<String> tags = Set.of();
    private String executable = "claude-code";
    private Optional<String> model = Optional.empty();
    private List<String> chain = List.of();
    private boolean fallback = true;
    private Optional<UUID> project = Optional.empty();

    private AgentBuilder(String name, int free) {
        this.name = name;
        this.free = free;
    }

    /** @param free how many sessions it may have */
    static AgentBuilder agent(String name, int free) {
        return new AgentBuilder(name, free);
    }

    AgentBuilder role(Role its) {
        role = its;
        return this;
    }

    AgentBuilder persistent() {
        mode = AgentMode.PERSISTENT;
        return this;
    }

    AgentBuilder tags(String... its) {
        tags = Set.of(its);
        return this;
    }

    AgentBuilder on(String itsExecutable, String... itsChain) {
        executable = itsExecutable;
        chain = List.of(itsChain);
        return this;
    }

    AgentBuilder model(String its) {
        model = Optional.of(its);
        return this;
    }

    AgentBuilder project(UUID its) {
        project = Optional.of(its);
        return this;
    }

    AgentBuilder withoutFallback() {
        fallback = false;
        return this;
    }

    AvailableAgent done() {
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
        return new AvailableAgent(profile, tags, free, true);
    }
}
