package dev.yardmaster.dispatch;

import dev.yardmaster.dispatch.planning.TaskQueue;
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

/** Finds the tasks of a simulated fleet that could start now, by trying every task with every agent and every candidate. */
final class FleetOpportunities {
    private final Fleet fleet;
    private final FleetSlots slots;
    private final Map<CandidatesKey, List<FleetAgent.Candidate>> candidates = new HashMap<>();

    FleetOpportunities(Fleet fleet, FleetSlots slots) {
        this.fleet = fleet;
        this.slots = slots;
    }

    private record CandidatesKey(int group, Optional<UUID> project) {}

    /** A task that could start, or could start once a limit ends. */
    private record Opportunity(
            FleetTask task, FleetAgent agent, FleetAgent.Candidate on, Optional<Instant> limitedUntil) {
        @Override
        public String toString() {
            return "task " + task.id + " could be run by " + agent.profile.name() + " on " + on.executable()
                    + on.model().map(model -> "/" + model).orElse("");
        }
    }

    /** A task that could start now. */
    Optional<String> first() {
        if (fleet.currentPause().isPresent()) {
            return Optional.empty();
        }
        SlowStarts slowStarts = fleet.ledger.slowStarts(fleet.runs(), fleet.now);
        return all().stream()
                .filter(it -> it.limitedUntil().isEmpty() && isOpen(slowStarts, it, fleet.now))
                .findFirst()
                .map(Opportunity::toString);
    }

    /** When the first limit ends, if all waiting tasks wait for limits only. */
    Optional<Instant> firstReset() {
        List<Opportunity> all = fleet.currentPause().isPresent() ? List.of() : all();
        if (all.stream().anyMatch(it -> it.limitedUntil().isEmpty())) {
            return Optional.empty();
        }
        return all.stream()
                .flatMap(it -> it.limitedUntil().stream())
                .min(Instant::compareTo)
                .filter(at -> {
                    SlowStarts then = fleet.ledger.slowStarts(fleet.runs(), at);
                    return all.stream()
                            .filter(it -> it.limitedUntil().equals(Optional.of(at)))
                            .allMatch(it -> isOpen(then, it, at));
                });
    }

    /** The first agents that are eligible for a queue, with the limits and slots of their candidates. */
    String describe(TaskQueue queue) {
        return fleet.agents.values().stream()
                .filter(agent -> agent.isEligibleFor(queue))
                .limit(3)
                .map(agent -> agent.profile.name() + (agent.enabled ? "" : " (disabled)") + ": "
                        + candidates(agent, queue).stream()
                                .map(on -> on.executable() + " limited until "
                                        + fleet.ledger.blockedUntil(on.executable(), on.model(), fleet.now)
                                        + ", free slots " + slots.areFreeFor(agent.profile.kind(), on))
                                .toList())
                .collect(Collectors.joining("; "));
    }

    private static boolean isOpen(SlowStarts slowStarts, Opportunity opportunity, Instant at) {
        return slowStarts
                .holding(opportunity.on().executable(), opportunity.on().model(), _ -> 0, at)
                .isEmpty();
    }

    private List<Opportunity> all() {
        Collection<FleetAgent> free = freeAgents();
        Budgets spent = fleet.budgets.exhausted(fleet.now);
        // One task of each queue is enough.
        Map<TaskQueue, FleetTask> waiting = new LinkedHashMap<>();
        fleet.tasks.values().stream()
                .filter(task -> task.isDue(fleet.now))
                .forEach(task -> waiting.putIfAbsent(task.queue, task));
        List<Opportunity> all = new ArrayList<>();
        for (FleetTask task : waiting.values()) {
            for (FleetAgent agent : free) {
                if (agent.isEligibleFor(task.queue)
                        && spent.agent(agent.profile.id()).isEmpty()) {
                    addOpportunities(all, task, agent, spent);
                }
            }
        }
        return all;
    }

    private void addOpportunities(List<Opportunity> all, FleetTask task, FleetAgent agent, Budgets spent) {
        candidates(agent, task.queue).stream()
                .filter(on -> !fleet.faults.contains(on.executable())
                        && spent.workspace().isEmpty()
                        && spent.provider(on.provider()).isEmpty()
                        && slots.areFreeFor(agent.profile.kind(), on))
                .map(on -> new Opportunity(
                        task, agent, on, fleet.ledger.blockedUntil(on.executable(), on.model(), fleet.now)))
                .forEach(all::add);
    }

    private List<FleetAgent.Candidate> candidates(FleetAgent agent, TaskQueue queue) {
        Optional<UUID> projectId = agent.profile.context().project().or(queue::project);
        return candidates.computeIfAbsent(new CandidatesKey(agent.group, projectId), _ -> {
            Optional<Project> project = projectId.map(fleet.projects::get);
            return agent.candidates(project, fleet.settings.fallbackChain());
        });
    }

    /** One free agent of each group is enough, except for agents with reserved tasks or a budget of their own. */
    private Collection<FleetAgent> freeAgents() {
        Map<UUID, Integer> sessions = fleet.sessionsByAgent();
        Map<Object, FleetAgent> free = new LinkedHashMap<>();
        for (FleetAgent agent : fleet.agents.values()) {
            UUID id = agent.profile.id();
            if (agent.enabled && sessions.getOrDefault(id, 0) < agent.maxSessions) {
                free.putIfAbsent(agent.reserved || fleet.budgets.agents.containsKey(id) ? id : agent.group, agent);
            }
        }
        return free.values();
    }
}
