package dev.yardmaster.dispatch.planning;

import dev.yardmaster.agent.AgentKind;
import dev.yardmaster.agent.AgentProfile;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.UUID;

/** Free agents with the same scheduling key. Mutable: for one plan on one thread. */
final class AgentClass {
    private static final Comparator<AvailableAgent> MOST_FREE_SESSIONS = Comparator.<AvailableAgent>comparingInt(
                    AvailableAgent::freeSessions)
            .reversed()
            .thenComparing(agent -> agent.profile().name());

    private final SchedulingKey key;
    private final AvailableAgent representative;
    private final PriorityQueue<AvailableAgent> free = new PriorityQueue<>(MOST_FREE_SESSIONS);

    /** @param agents at least one, all with this key */
    AgentClass(SchedulingKey key, List<AvailableAgent> agents) {
        this.key = key;
        this.representative = agents.getFirst();
        agents.stream().filter(agent -> agent.freeSessions() > 0).forEach(free::add);
    }

    AgentKind kind() {
        return key.kind();
    }

    /** One of the agents; what holds for it holds for all. */
    AgentProfile representative() {
        return representative.profile();
    }

    boolean isEligibleFor(TaskQueue queue) {
        return queue.rejectionOf(representative).isEmpty();
    }

    boolean hasFreeSessions() {
        return !free.isEmpty();
    }

    /** The free sessions of the agent that has the most of them; 0 when no agent has any. */
    int mostFreeSessions() {
        return hasFreeSessions() ? free.element().freeSessions() : 0;
    }

    /** Whether one of the agents has an id and a free session. */
    boolean hasFree(UUID agent) {
        return free.stream().anyMatch(it -> it.profile().id().equals(agent));
    }

    /**
     * Assigns a session and returns its agent. Call it only if there are free sessions.
     *
     * @param preferred the agent that gets the session if it has a free one; otherwise the one with the most free sessions does
     */
    AgentProfile assign(Optional<UUID> preferred) {
        AvailableAgent agent = free.stream()
                .filter(it -> preferred.equals(Optional.of(it.profile().id())))
                .findAny()
                .orElseGet(free::element);
        free.remove(agent);
        if (agent.freeSessions() > 1) {
            free.add(new AvailableAgent(agent.profile(), agent.tags(), agent.freeSessions() - 1, agent.enabled()));
        }
        return agent.profile();
    }
}
