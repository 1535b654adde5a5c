package dev.yardmaster.dispatch;

import dev.yardmaster.agent.AgentMode;
import dev.yardmaster.agent.AgentProfile;
import dev.yardmaster.agent.Role;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

/**
 * What the tasks of one queue ask of the agent that does them.
 *
 * @param reservedFor the only agent that may have them
 * @param project the project that they are about
 * @param requires the tags that the agent must have
 */
record TaskQueue(int id, Role role, Optional<UUID> reservedFor, Optional<UUID> project, Set<String> requires) {
    TaskQueue {
        requires = Set.copyOf(requires);
    }

    /** Why an agent may not have these tasks, whatever it has to do; empty when it may. */
    Optional<String> refuses(AvailableAgent agent) {
        AgentProfile profile = agent.profile();
        Set<String> missing = new TreeSet<>(requires);
        missing.removeAll(agent.tags());
        if (!missing.isEmpty()) {
            return Optional.of("It lacks the tags " + String.join(", ", missing) + ".");
        }
        if (reservedFor.isPresent()) {
            return reservedFor.filter(profile.id()::equals).isPresent()
                    ? Optional.empty()
                    : Optional.of("The task is reserved for another agent.");
        }
        if (profile.kind().role() != role) {
            return Optional.of(
                    "It is a " + profile.kind().role().value() + ", and the task is for a " + role.value() + ".");
        }
        if (profile.kind().mode() == AgentMode.PERSISTENT) {
            return Optional.of("It is persistent, and so given only what is reserved for it.");
        }
        return isElsewhere(profile) ? Optional.of("It works on another project.") : Optional.empty();
    }

    private boolean isElsewhere(AgentProfile profile) {
        Optional<UUID> its = profile.context().project();
        return project.isPresent() && its.isPresent() && !project.equals(its);
    }
}
