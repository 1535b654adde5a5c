package dev.yardmaster.dispatch.planning;

import dev.yardmaster.agent.AgentProfile;
import dev.yardmaster.dispatch.planning.DispatchDecision.AgentSelection;
import dev.yardmaster.dispatch.planning.DispatchDecision.Blocked;
import dev.yardmaster.dispatch.planning.DispatchDecision.Queued;
import dev.yardmaster.dispatch.planning.DispatchDecision.Start;
import dev.yardmaster.limit.SlowStart;
import dev.yardmaster.pool.Occupancy;
import dev.yardmaster.pool.Placement.Placed;
import dev.yardmaster.provider.resolution.Preferences.Choice;
import dev.yardmaster.provider.resolution.Resolution;
import dev.yardmaster.selection.ExecutableCandidates;
import dev.yardmaster.selection.ExecutableSelection;
import dev.yardmaster.selection.SelectionContext;
import dev.yardmaster.usage.Budgets;
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
 * Assigns ready tasks to free agents. Pure: one instance makes one plan on one thread.
 *
 * <p>The planner takes tasks in the order of their urgency. Where pools give some agents a higher priority than others, the tasks of these
 * agents come first, because slots are the scarce resource then. Each task goes to the eligible agents with the highest pool priority that
 * can start a session for it, and among these to the agent with the most free sessions, so that work spreads. A task that resumes a conversation goes
 * to the agent that had it, if this agent can start a session.
 */
public final class DispatchPlanner {
    private final DispatchSnapshot snapshot;
    private final Budgets budgets;
    private final Occupancy occupancy;
    private final List<Resolution> planned = new ArrayList<>();
    private final List<AgentClass> classes;
    private final Map<TaskQueue, List<AgentClass>> eligible = new HashMap<>();
    private final Map<CandidatesKey, ExecutableCandidates> candidates = new HashMap<>();
    private final Map<TaskQueue, DispatchDecision> stuck = new HashMap<>();

    private DispatchPlanner(DispatchSnapshot snapshot) {
        this.snapshot = snapshot;
        this.budgets = snapshot.context().budgets();
        this.occupancy = snapshot.occupancy().copy();
        this.classes = classes(snapshot);
    }

    private record CandidatesKey(AgentClass agents, Optional<UUID> project, Choice choice) {}

    /** How a class of agents would run a task. */
    private record Offer(AgentClass agents, Resolution resolution, Placed slots) {
        static final Comparator<Offer> BY_PRIORITY_THEN_FREE_SESSIONS = Comparator.<Offer>comparingInt(
                        it -> it.slots().priority())
                .thenComparingInt(it -> it.agents().mostFreeSessions());
    }

    /**
     * Decides on each task of a snapshot.
     *
     * @param ageing the wait that raises a task's priority by one step
     * @return one decision for each task, in the order in which the planner took them
     */
    public static List<DispatchDecision> plan(DispatchSnapshot snapshot, Duration ageing) {
        var planner = new DispatchPlanner(snapshot);
        return planner.inOrder(ageing).map(planner::decide).toList();
    }

    private Stream<ReadyTask> inOrder(Duration ageing) {
        Map<TaskQueue, Integer> poolPriorities = new HashMap<>();
        for (ReadyTask task : snapshot.tasks()) {
            poolPriorities.computeIfAbsent(task.queue(), this::poolPriority);
        }
        return snapshot.tasks().stream()
                .sorted(Comparator.<ReadyTask>comparingInt(task -> -poolPriorities.getOrDefault(task.queue(), 0))
                        .thenComparing(ReadyTask.order(snapshot.context().at(), ageing)));
    }

    private int poolPriority(TaskQueue queue) {
        return bestOffer(queue).map(offer -> offer.slots().priority()).orElse(0);
    }

    private DispatchDecision decide(ReadyTask task) {
        if (task.plan().flatMap(budgets::plan).isPresent()) {
            return new Queued(task);
        }
        // If one task of a queue can't start, neither can the next one: a plan only uses up capacity.
        DispatchDecision earlier = stuck.get(task.queue());
        if (earlier != null) {
            return repeat(earlier, task);
        }
        return offerOfConversation(task)
                .or(() -> bestOffer(task.queue()))
                .map(offer -> start(task, offer))
                .orElseGet(() -> {
                    DispatchDecision decision = stuck(task);
                    stuck.put(task.queue(), decision);
                    return decision;
                });
    }

    private static DispatchDecision repeat(DispatchDecision earlier, ReadyTask task) {
        return earlier instanceof Blocked blocked ? new Blocked(task, blocked.selections()) : new Queued(task);
    }

    private DispatchDecision start(ReadyTask task, Offer offer) {
        occupancy.take(offer.slots().slots());
        planned.add(offer.resolution());
        return new Start(task, offer.agents().assign(task.resumedBy()));
    }

    private DispatchDecision stuck(ReadyTask task) {
        List<AgentSelection> selections = eligible(task.queue()).stream()
                .filter(AgentClass::hasFreeSessions)
                .map(agents -> new AgentSelection(agents.representative(), selection(agents, task.queue())))
                .toList();
        return selections.isEmpty() ? new Queued(task) : new Blocked(task, selections);
    }

    private Optional<Offer> offerOfConversation(ReadyTask task) {
        return task.resumedBy()
                .flatMap(agent -> eligible(task.queue()).stream()
                        .filter(agents -> agents.hasFree(agent))
                        .findAny()
                        .flatMap(agents -> offer(agents, task.queue())));
    }

    private Optional<Offer> bestOffer(TaskQueue queue) {
        return eligible(queue).stream()
                .filter(AgentClass::hasFreeSessions)
                .flatMap(agents -> offer(agents, queue).stream())
                .max(Offer.BY_PRIORITY_THEN_FREE_SESSIONS);
    }

    private Optional<Offer> offer(AgentClass agents, TaskQueue queue) {
        return selection(agents, queue)
                .selected()
                .flatMap(resolution -> occupancy.place(SelectionContext.slotRequest(agents.kind(), resolution))
                                instanceof Placed placed
                        ? Optional.of(new Offer(agents, resolution, placed))
                        : Optional.empty());
    }

    private ExecutableSelection selection(AgentClass agents, TaskQueue queue) {
        return candidates
                .computeIfAbsent(
                        new CandidatesKey(agents, queue.project(), queue.choice()), _ -> candidates(agents, queue))
                .select(candidate ->
                        snapshot.context().contention(agents.kind(), candidate, occupancy, this::plannedSessions));
    }

    private int plannedSessions(SlowStart slowStart) {
        return (int) planned.stream()
                .filter(it -> slowStart.counts(it.executable(), it.model()))
                .count();
    }

    private ExecutableCandidates candidates(AgentClass agents, TaskQueue queue) {
        AgentProfile agent = agents.representative();
        return snapshot.context().candidates(agent, queue.choice(), snapshot.projectOf(agent, queue));
    }

    private List<AgentClass> eligible(TaskQueue queue) {
        return eligible.computeIfAbsent(
                queue,
                it -> classes.stream()
                        .filter(agents -> agents.isEligibleFor(it) && isProjectWithinBudget(agents, it))
                        .toList());
    }

    private boolean isProjectWithinBudget(AgentClass agents, TaskQueue queue) {
        return DispatchSnapshot.paidBy(agents.representative(), queue)
                .flatMap(budgets::project)
                .isEmpty();
    }

    private static List<AgentClass> classes(DispatchSnapshot snapshot) {
        Set<UUID> reserved = snapshot.tasks().stream()
                .flatMap(task -> task.queue().reservedFor().stream())
                .collect(Collectors.toSet());
        Map<SchedulingKey, List<AvailableAgent>> byKey = new LinkedHashMap<>();
        for (AvailableAgent agent : snapshot.agents()) {
            SchedulingKey key =
                    SchedulingKey.of(agent, reserved.contains(agent.profile().id()));
            byKey.computeIfAbsent(key, _ -> new ArrayList<>()).add(agent);
        }
        return byKey.entrySet().stream()
                .map(entry -> new AgentClass(entry.getKey(), entry.getValue()))
                .toList();
    }
}
