package dev.yardmaster.dispatch;

import dev.yardmaster.agent.AgentKind;
import dev.yardmaster.agent.AgentProfile;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * An agent, as the dispatcher sees it.
 *
 * @param free how many more sessions it may have at once
 * @param enabled whether it is given tasks at all
 */
record AvailableAgent(AgentProfile profile, Set<String> tags, int free, boolean enabled) {
    AvailableAgent {
        tags = Set.copyOf(tags);
    }

    /** All that decides what it may have and what its sessions run on: agents of one sort differ in nothing but their names and their room. */
    record Sort(
            AgentKind kind,
            Set<String> tags,
            Optional<String> provider,
            Optional<String> model,
            Optional<String> executable,
            List<String> fallbackChain,
            boolean fallback,
            Optional<UUID> project,
            Optional<UUID> only) {}

    /** @param reserved whether some tasks are for it alone */
    Sort sort(boolean reserved) {
        return new Sort(
                profile.kind(),
                tags,
                profile.provider(),
                profile.model(),
                profile.executable(),
                profile.fallbackChain(),
                profile.fallback(),
                profile.context().project(),
                reserved ? Optional.of(profile.id()) : Optional.empty());
    }
}
