package dev.yardmaster.dispatch;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** How many sessions some agents have room for, by what tasks ask of them. For one use on one thread. */
final class LaneRoom {
    private final Map<Crewmate.Sort, AgentGroup> alike = new HashMap<>();
    private final Map<Crewmate.Sort, Integer> rooms = new HashMap<>();
    private final Map<UUID, Crewmate> byId = new HashMap<>();

    LaneRoom(List<Crewmate> agents) {
        for (Crewmate agent : agents) {
            byId.put(agent.profile().id(), agent);
            Crewmate.Sort sort = agent.sort(false);
            alike.putIfAbsent(sort, new AgentGroup(sort, List.of(agent)));
            rooms.merge(sort, agent.free(), Integer::sum);
        }
    }

    int of(Lane lane) {
        if (lane.reservedFor().isPresent()) {
            Crewmate only = byId.get(lane.reservedFor().get());
            return only == null || lane.refuses(only).isPresent() ? 0 : only.free();
        }
        return alike.entrySet().stream()
                .filter(group -> group.getValue().mayHave(lane))
                .mapToInt(group -> rooms.getOrDefault(group.getKey(), 0))
                .sum();
    }
}
