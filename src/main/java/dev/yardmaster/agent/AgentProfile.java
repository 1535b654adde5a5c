package dev.yardmaster.agent;

import dev.yardmaster.provider.LaunchMode;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** What a session needs to know of its agent. */
public record AgentProfile(
        UUID id,
        String name,
        Optional<String> provider,
        Optional<String> model,
        Optional<String> executable,
        Optional<LaunchMode> launchMode,
        List<String> fallbackChain,
        AgentEquipment equipment) {
    public AgentProfile {
        fallbackChain = List.copyOf(fallbackChain);
    }
}
