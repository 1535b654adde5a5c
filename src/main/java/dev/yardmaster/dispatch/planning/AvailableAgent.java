package dev.yardmaster.dispatch.planning;

import dev.yardmaster.agent.AgentProfile;
import java.util.Set;

/**
 * An agent with its remaining capacity.
 *
 * @param freeSessions how many more sessions it may run at the same time, 0 or more
 * @param enabled whether the dispatcher gives it tasks at all
 */
public record AvailableAgent(AgentProfile profile, Set<String> tags, int freeSessions, boolean enabled) {
    public AvailableAgent {
        tags = Set.copyOf(tags);
    }
}
