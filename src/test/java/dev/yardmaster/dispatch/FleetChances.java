package dev.yardmaster.dispatch;

import dev.yardmaster.limit.SlowStarts;
import dev.yardmaster.project.Project;
import dev.yardmaster.usage.Budgets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/** Finds what could start now in a simulated fleet, by trying everything. */
final class FleetChances {
    private final Fleet fleet;
    private final FleetSlots slots;
    private final Map<Asked, List<FleetAgent.Runnable>> runnables = new HashMap<>();

    FleetChances(Fleet fleet, FleetSlots slots) {
        this.fleet = fleet;
        this.slots = slots;
    }

    private record Asked(int sort, Optional<UUID> project) {}

    /** A candidate that a task waits for, and until when it is limited, if it is. */
    private record Wish(FleetTask task, FleetAgent agent, FleetAgent.Runnable on, Optional<Instant> limitedUntil) {
        @Override
        public String toString() {
            return "task " + task.id + " could be run by " + agent.profile.name() + " on " + on.executable()
                    + on.model().map(model -> "/" + model).orElse("");
        }
    }

    /** Something that could start now. */
    Optional<String> any() {
        if (fleet.pauseNow().isPresent()) {
            return Optional.empty();
        }
        SlowStarts comebacks = fleet.ledger.slowStarts(fleet.runs(), fleet.now);
        return wishes().stream()
                .filter(wish -> wish.limitedUntil().isEmpty() && isOpen(comebacks, wish, fleet.now))
                .findFirst()
                .map(Wish::toString);
    }

    /** When the first candidate is free again, if limits are all that everybody waits for. */
    Optional<Instant> firstReset() {
        List<Wish> wishes = fleet.pauseNow().isPresent() ? List.of() : wishes();
        if (wishes.stream().anyMatch(wish -> wish.limitedUntil().isEmpty())) {
            return Optional.empty();
        }
        return wishes.stream()
                .flatMap(wish -> wish.limitedUntil().stream())
                .min(Instant::compareTo)
                .filter(at -> {
                    SlowStarts then = fleet.ledger.slowStarts(fleet.runs(), at);
                    return wishes.stream()
                            .filter(wish -> wish.limitedUntil().equals(Optional.of(at)))
                            .allMatch(wish -> isOpen(then, wish, at));
                });
    }

    /** What keeps the tasks of a lane. */
    String told(TaskQueue lane) {
        return fleet.agents.values().stream()
                .filter(agent -> agent.mayHave(lane))
                .limit(3)
                .map(agent -> agent.profile.name() + (agent.enabled ? "" : " (off)") + ": "
                        + runnables(agent, lane).stream()
                                .map(on -> on.executable() + " "
                                        + fleet.ledger.blockedUntil(on.executable(), on.model(), fleet.now)
                                        + slots.hasRoom(agent.profile.kind(), on))
                                .toList())
                .collect(Collectors.joining("; "));
    }

    private static boolean isOpen(SlowStarts comebacks, Wish wish, Instant at) {
        return comebacks
                .holding(wish.on().executable(), wish.on().model(), _ -> 0, at)
                .isEmpty();
    }

    /** All that ready tasks could run on if it is not limited. */
    private List<Wish> wishes() {
        Collection<FleetAgent> free = free();
        Budgets spent = fleet.budgets.now(fleet.now);
        Map<TaskQueue, FleetTask> waiting = new LinkedHashMap<>();
        fleet.tasks.values().stream()
                .filter(task -> task.isDue(fleet.now))
                .forEach(task -> waiting.putIfAbsent(task.lane, task));
        List<Wish> wishes = new ArrayList<>();
        for (FleetTask task : waiting.values()) {
            for (FleetAgent agent : free) {
                if (agent.mayHave(task.lane) && spent.agent(agent.profile.id()).isEmpty()) {
                    runnables(agent, task.lane).stream()
                            .filter(on -> !fleet.faults.contains(on.executable())
                                    && spent.workspace().isEmpty()
                                    && spent.provider(on.provider()).isEmpty()
                                    && slots.hasRoom(agent.profile.kind(), on))
                            .map(on -> new Wish(
                                    task, agent, on, fleet.ledger.blockedUntil(on.executable(), on.model(), fleet.now)))
                            .forEach(wishes::add);
                }
            }
        }
        return wishes;
    }

    private List<FleetAgent.Runnable> runnables(FleetAgent agent, TaskQueue lane) {
        Optional<UUID> about = agent.profile.context().project().or(lane::project);
        return runnables.computeIfAbsent(new Asked(agent.sort, about), _ -> {
            Optional<Project> project = about.map(fleet.projects::get);
            return agent.runnables(project, fleet.workspaceChain);
        });
    }

    /** Of agents that differ in nothing but their names one is enough, unless there are tasks for it alone or it has a budget. */
    private Collection<FleetAgent> free() {
        Map<UUID, Integer> busy = fleet.busy();
        Map<Object, FleetAgent> free = new LinkedHashMap<>();
        for (FleetAgent agent : fleet.agents.values()) {
            UUID id = agent.profile.id();
            if (agent.enabled && busy.getOrDefault(id, 0) < agent.sessionsAtOnce) {
                free.putIfAbsent(agent.reserved || fleet.budgets.agents.containsKey(id) ? id : agent.sort, agent);
            }
        }
        return free.values();
    }
}
