package dev.yardmaster.dispatch;

import dev.yardmaster.agent.AgentProfile;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/** Free agents of one sort. For one plan on one thread. */
final class AgentClass {
    private static final Comparator<AvailableAgent> ROOMIEST = Comparator.<AvailableAgent>comparingInt(
                    AvailableAgent::free)
            .reversed()
            .thenComparing(agent -> agent.profile().name());

    private final AvailableAgent.Sort sort;
    private final AvailableAgent first;
    private final PriorityQueue<AvailableAgent> free = new PriorityQueue<>(ROOMIEST);

    /** @param agents at least one */
    AgentClass(AvailableAgent.Sort sort, List<AvailableAgent> agents) {
        this.sort = sort;
        this.first = agents.getFirst();
        agents.stream().filter(agent -> agent.free() > 0).forEach(free::add);
    }

    AvailableAgent.Sort sort() {
        return sort;
    }

    /** One of them, which can stand for all. */
    AgentProfile first() {
        return first.profile();
    }

    boolean mayHave(TaskQueue lane) {
        return lane.refuses(first).isEmpty();
    }

    boolean hasRoom() {
        return !free.isEmpty();
    }

    /** How many sessions the one with the most room may have; 0 when none has any. */
    int room() {
        return hasRoom() ? free.element().free() : 0;
    }

    /** Gives a session to the one with the most room. */
    AgentProfile take() {
        AvailableAgent agent = free.remove();
        if (agent.free() > 1) {
            free.add(new AvailableAgent(agent.profile(), agent.tags(), agent.free() - 1, agent.enabled()));
        }
        return agent.profile();
    }
}
