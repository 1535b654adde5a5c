package dev.yardmaster.dispatch;

import dev.yardmaster.agent.AgentProfile;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/** Free agents of one sort. For one plan on one thread. */
final class AgentGroup {
    private static final Comparator<Crewmate> ROOMIEST = Comparator.<Crewmate>comparingInt(Crewmate::free)
            .reversed()
            .thenComparing(agent -> agent.profile().name());

    private final Crewmate.Sort sort;
    private final Crewmate first;
    private final PriorityQueue<Crewmate> free = new PriorityQueue<>(ROOMIEST);

    /** @param agents at least one */
    AgentGroup(Crewmate.Sort sort, List<Crewmate> agents) {
        this.sort = sort;
        this.first = agents.getFirst();
        agents.stream().filter(agent -> agent.free() > 0).forEach(free::add);
    }

    Crewmate.Sort sort() {
        return sort;
    }

    /** One of them, which can stand for all. */
    AgentProfile first() {
        return first.profile();
    }

    boolean mayHave(Lane lane) {
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
        Crewmate agent = free.remove();
        if (agent.free() > 1) {
            free.add(new Crewmate(agent.profile(), agent.tags(), agent.free() - 1, agent.enabled()));
        }
        return agent.profile();
    }
}
