package dev.yardmaster.dispatch.planning;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** How many sessions a set of agents can start for each queue. For one thread. */
public final class QueueCapacity {
    private final Map<SchedulingKey, AgentClass> classes = new HashMap<>();
    private final Map<SchedulingKey, Integer> freeSessions = new HashMap<>();
    private final Map<UUID, AvailableAgent> byId = new HashMap<>();

    public QueueCapacity(List<AvailableAgent> agents) {
        for (AvailableAgent agent : agents) {
            byId.put(agent.profile().id(), agent);
            SchedulingKey key = SchedulingKey.of(agent, false);
            classes.putIfAbsent(key, new AgentClass(key, List.of(agent)));
            freeSessions.merge(key, agent.freeSessions(), Integer::sum);
        }
    }

    /** The free sessions of all agents that are eligible for a queue, 0 or more. */
    public int of(TaskQueue queue) {
        if (queue.reservedFor().isPresent()) {
            AvailableAgent only = byId.get(queue.reservedFor().get());
            return only == null || queue.rejectionOf(only).isPresent() ? 0 : only.freeSessions();
        }
        return classes.entrySet().stream()
                .filter(entry -> entry.getValue().isEligibleFor(queue))
                .mapToInt(entry -> freeSessions.getOrDefault(entry.getKey(), 0))
                .sum();
    }
}
