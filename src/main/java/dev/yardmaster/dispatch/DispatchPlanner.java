package dev.yardmaster.dispatch;

import dev.yardmaster.agent.AgentProfile;
import dev.yardmaster.dispatch.DispatchDecision.Blocked;
import dev.yardmaster.dispatch.DispatchDecision.Queued;
import dev.yardmaster.dispatch.DispatchDecision.Start;
import dev.yardmaster.dispatch.DispatchDecision.Try;
import dev.yardmaster.limit.SlowStart;
import dev.yardmaster.pool.Occupancy;
import dev.yardmaster.pool.Placement.Placed;
import dev.yardmaster.provider.resolution.Preferences;
import dev.yardmaster.provider.resolution.Resolution;
import dev.yardmaster.selection.ExecutableCandidates;
import dev.yardmaster.selection.ExecutableSelection;
import dev.yardmaster.selection.SelectionContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Gives ready tasks to free agents. Pure: for one plan on one thread.
 *
 * <p>Tasks come in the order of their urgency, but where pools give some agents a higher priority than others, what these may have comes
 * first, since it is slots that are short then. A task goes to the agents with the highest priority that can start a session for it, and
 * of these to the one with the most room, so that work spreads.
 */
final class DispatchPlanner {
    private final DispatchSnapshot situation;
    private final Occupancy occupancy;
    private final List<Resolution> planned = new ArrayList<>();
    private final List<AgentClass> groups;
    private final Map<TaskQueue, List<AgentClass>> able = new HashMap<>();
    private final Map<Wanted, ExecutableCandidates> candidates = new HashMap<>();
    private final Map<TaskQueue, DispatchDecision> stuck = new HashMap<>();

    private DispatchPlanner(DispatchSnapshot situation) {
        this.situation = situation;
        this.occupancy = situation.occupancy().copy();
        this.groups = group(situation);
    }

    private record Wanted(AgentClass group, Optional<UUID> project) {}

    /** What a group of agents would run a task on. */
    private record Offer(AgentClass group, Resolution resolution, Placed slots) {
        static final Comparator<Offer> BEST = Comparator.<Offer>comparingInt(
                        it -> it.slots().priority())
                .thenComparingInt(it -> it.group().room());
    }

    /**
     * What becomes of each task.
     *
     * @param ageing how long a task waits for each step of urgency that it gains
     */
    static List<DispatchDecision> plan(DispatchSnapshot situation, Duration ageing) {
        var planner = new DispatchPlanner(situation);
        return planner.inOrder(ageing).map(planner::decide).toList();
    }

    private Stream<ReadyTask> inOrder(Duration ageing) {
        Map<TaskQueue, Integer> priorities = new HashMap<>();
        for (ReadyTask task : situation.tasks()) {
            priorities.computeIfAbsent(task.lane(), this::priority);
        }
        return situation.tasks().stream()
                .sorted(Comparator.<ReadyTask>comparingInt(task -> -priorities.getOrDefault(task.lane(), 0))
                        .thenComparing(ReadyTask.order(situation.outlook().at(), ageing)));
    }

    private int priority(TaskQueue lane) {
        return best(lane).map(offer -> offer.slots().priority()).orElse(0);
    }

    private DispatchDecision decide(ReadyTask task) {
        // What one task of a lane can't have, the next can't have either: what is free only gets less.
        DispatchDecision before = stuck.get(task.lane());
        if (before != null) {
            return again(before, task);
        }
        return best(task.lane()).map(offer -> start(task, offer)).orElseGet(() -> {
            DispatchDecision decision = stuck(task);
            stuck.put(task.lane(), decision);
            return decision;
        });
    }

    private static DispatchDecision again(DispatchDecision before, ReadyTask task) {
        return before instanceof Blocked blocked ? new Blocked(task, blocked.tries()) : new Queued(task);
    }

    private DispatchDecision start(ReadyTask task, Offer offer) {
        occupancy.take(offer.slots().slots());
        planned.add(offer.resolution());
        return new Start(task, offer.group().take());
    }

    private DispatchDecision stuck(ReadyTask task) {
        List<Try> tries = able(task.lane()).stream()
                .filter(AgentClass::hasRoom)
                .map(group -> new Try(group.first(), choice(group, task.lane())))
                .toList();
        return tries.isEmpty() ? new Queued(task) : new Blocked(task, tries);
    }

    private Optional<Offer> best(TaskQueue lane) {
        return able(lane).stream()
                .filter(AgentClass::hasRoom)
                .flatMap(group -> offer(group, lane).stream())
                .max(Offer.BEST);
    }

    private Optional<Offer> offer(AgentClass group, TaskQueue lane) {
        return choice(group, lane)
                .selected()
                .flatMap(resolution -> occupancy.place(SelectionContext.slotRequest(
                                        group.sort().kind(), resolution))
                                instanceof Placed placed
                        ? Optional.of(new Offer(group, resolution, placed))
                        : Optional.empty());
    }

    private ExecutableSelection choice(AgentClass group, TaskQueue lane) {
        return candidates
                .computeIfAbsent(new Wanted(group, lane.project()), _ -> candidates(group, lane))
                .select(candidate ->
                        situation.outlook().contention(group.sort().kind(), candidate, occupancy, this::planned));
    }

    private int planned(SlowStart comeback) {
        return (int) planned.stream()
                .filter(it -> comeback.counts(it.executable(), it.model()))
                .count();
    }

    private ExecutableCandidates candidates(AgentClass group, TaskQueue lane) {
        AgentProfile agent = group.first();
        var project = situation.project(agent.context().project(), lane);
        return situation.outlook().candidates(agent, Preferences.Choice.NONE, project);
    }

    private List<AgentClass> able(TaskQueue lane) {
        return able.computeIfAbsent(
                lane, it -> groups.stream().filter(group -> group.mayHave(it)).toList());
    }

    private static List<AgentClass> group(DispatchSnapshot situation) {
        Set<UUID> reserved = situation.tasks().stream()
                .flatMap(task -> task.lane().reservedFor().stream())
                .collect(Collectors.toSet());
        Map<AvailableAgent.Sort, List<AvailableAgent>> bySort = new LinkedHashMap<>();
        for (AvailableAgent agent : situation.agents()) {
            boolean only = reserved.contains(agent.profile().id());
            bySort.computeIfAbsent(agent.sort(only), _ -> new ArrayList<>()).add(agent);
        }
        return bySort.entrySet().stream()
                .map(group -> new AgentClass(group.getKey(), group.getValue()))
                .toList();
    }
}
