package dev.yardmaster.agent;

import dev.yardmaster.provider.LaunchMode;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * What a session needs to know of its agent.
 *
 * @param fallback whether its work may move to another executable; when false, nobody's chain counts for it
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
}
