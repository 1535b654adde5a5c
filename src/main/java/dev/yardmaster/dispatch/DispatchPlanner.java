package dev.yardmaster.dispatch;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Gives ready tasks to free agents. Pure. */
final class DispatchPlanner {
    private DispatchPlanner() {}

    /** A task and who gets it. */
    record Assignment(ReadyTask task, FreeAgent agent) {}

    /**
     * Who gets what: each task in its order goes to the agent that may have it and has the most room, so that work spreads.
     *
     * @param tasks the most urgent first
     */
    static List<Assignment> plan(List<ReadyTask> tasks, List<FreeAgent> agents) {
        Map<UUID, Integer> room = new HashMap<>();
        agents.forEach(agent -> room.put(agent.profile().id(), agent.free()));
        List<Assignment> plan = new ArrayList<>();
        for (ReadyTask task : tasks) {
            best(task, agents, room).ifPresent(agent -> {
                room.merge(agent.profile().id(), -1, Integer::sum);
                plan.add(new Assignment(task, agent));
            });
        }
        return plan;
    }

    private static Optional<FreeAgent> best(ReadyTask task, List<FreeAgent> agents, Map<UUID, Integer> room) {
        FreeAgent best = null;
        int most = 0;
        for (FreeAgent agent : agents) {
            int left = room.getOrDefault(agent.profile().id(), 0);
            if (left > most && mayHave(agent, task)) {
                best = agent;
                most = left;
            }
        }
        return Optional.ofNullable(best);
    }

    private static boolean mayHave(FreeAgent agent, ReadyTask task) {
        return task.reservedFor()
                .map(agent.profile().id()::equals)
                .orElseGet(() -> agent.role().equals(task.role()));
    }
}
