package dev.yardmaster.agent;

import dev.yardmaster.provider.LaunchMode;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The part of an agent that its sessions need.
 *
 * @param executable the name of its executable
 * @param fallback whether its work may move to another executable; if false, no fallback chain applies to it
 * @param context what its sessions get in addition to a task
 */
public record AgentProfile(
        UUID id,
        String name,
        AgentKind kind,
        Optional<String> provider,
        Optional<String> model,
        Optional<String> executable,
        Optional<LaunchMode> launchMode,
        boolean fallback,
        List<String> fallbackChain,
        AgentContext context) {
    public AgentProfile {
        fallbackChain = List.copyOf(fallbackChain);
    }

    /** Whether it may get tasks of a project: if it has a project itself, of this one only. */
    public boolean worksOn(UUID project) {
        return context.project().map(project::equals).orElse(true);
    }
}
