package dev.yardmaster.dispatch.planning;

import dev.yardmaster.agent.AgentKind;
import dev.yardmaster.agent.AgentProfile;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Everything that decides which tasks an agent may run and what its sessions run on. The planner treats two agents with equal keys as
 * interchangeable, except for their names and their free sessions.
 *
 * @param reservedFor the agent's own id if some ready tasks are reserved for it; the agent is then in a class of its own
 */
record SchedulingKey(
        AgentKind kind,
        Set<String> tags,
        Optional<String> provider,
        Optional<String> model,
        Optional<String> executable,
        List<String> fallbackChain,
        boolean fallback,
        Optional<UUID> project,
        Optional<UUID> reservedFor) {
    /** @param reserved whether some ready tasks are reserved for this agent */
    static SchedulingKey of(AvailableAgent agent, boolean reserved) {
        AgentProfile profile = agent.profile();
        return new SchedulingKey(
                profile.kind(),
                agent.tags(),
                profile.provider(),
                profile.model(),
                profile.executable(),
                profile.fallbackChain(),
                profile.fallback(),
                profile.context().project(),
                reserved ? Optional.of(profile.id()) : Optional.empty());
    }
}
