package dev.yardmaster.dispatch;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** How many sessions some agents have room for, by what tasks ask of them. For one use on one thread. */
final class QueueCapacity {
    private final Map<AvailableAgent.Sort, AgentClass> alike = new HashMap<>();
    private final Map<AvailableAgent.Sort, Integer> rooms = new HashMap<>();
    private final Map<UUID, AvailableAgent> byId = new HashMap<>();

    QueueCapacity(List<AvailableAgent> agents) {
        for (AvailableAgent agent : agents) {
            byId.put(agent.profile().id(), agent);
            AvailableAgent.Sort sort = agent.sort(false);
            alike.putIfAbsent(sort, new AgentClass(sort, List.of(agent)));
            rooms.merge(sort, agent.free(), Integer::sum);
        }
    }

    int of(TaskQueue lane) {
        if (lane.reservedFor().isPresent()) {
            AvailableAgent only = byId.get(lane.reservedFor().get());
            return only == null || lane.refuses(only).isPresent() ? 0 : only.free();
        }
        return alike.entrySet().stream()
                .filter(group -> group.getValue().mayHave(lane))
                .mapToInt(group -> rooms.getOrDefault(group.getKey(), 0))
                .sum();
    }
}
