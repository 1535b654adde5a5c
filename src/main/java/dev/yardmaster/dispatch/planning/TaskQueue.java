package dev.yardmaster.dispatch.planning;

import dev.yardmaster.agent.AgentMode;
import dev.yardmaster.agent.AgentProfile;
import dev.yardmaster.agent.Role;
import dev.yardmaster.provider.resolution.Preferences.Choice;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

/**
 * A queue holds all tasks with the same requirements. These are its requirements.
 *
 * @param reservedFor the only agent that may run its tasks, if there is such an agent
 * @param project the project of its tasks
 * @param requires the tags that an agent must have
 * @param choice what the sessions of its tasks run on, where that is not left to the agent
 */
public record TaskQueue(
        int id, Role role, Optional<UUID> reservedFor, Optional<UUID> project, Set<String> requires, Choice choice) {
    public TaskQueue {
        requires = Set.copyOf(requires);
    }

    /** Why an agent may not run tasks of this queue, however free it is; empty when it may. */
    public Optional<String> rejectionOf(AvailableAgent agent) {
        AgentProfile profile = agent.profile();
        Set<String> missing = new TreeSet<>(requires);
        missing.removeAll(agent.tags());
        if (!missing.isEmpty()) {
            return Optional.of("It lacks the tags " + String.join(", ", missing) + ".");
        }
        if (reservedFor.isPresent() && !reservedFor.get().equals(profile.id())) {
            return Optional.of("The task is reserved for another agent.");
        }
        if (worksElsewhere(profile)) {
            return Optional.of("It works on another project.");
        }
        if (reservedFor.isPresent()) {
            return Optional.empty();
        }
        if (profile.kind().role() != role) {
            return Optional.of(
                    "It is a " + profile.kind().role().value() + ", and the task is for a " + role.value() + ".");
        }
        if (profile.kind().mode() == AgentMode.PERSISTENT) {
            return Optional.of("It is persistent, so it runs only tasks that are reserved for it.");
        }
        return Optional.empty();
    }

    private boolean worksElsewhere(AgentProfile profile) {
        return project.filter(it -> !profile.worksOn(it)).isPresent();
    }
}
