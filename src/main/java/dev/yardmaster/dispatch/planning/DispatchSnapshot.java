package dev.yardmaster.dispatch.planning;

import dev.yardmaster.agent.AgentProfile;
import dev.yardmaster.dispatch.planning.DispatchDecision.Blocked;
import dev.yardmaster.pool.Occupancy;
import dev.yardmaster.project.Project;
import dev.yardmaster.selection.SelectionContext;
import dev.yardmaster.usage.Budgets;
import dev.yardmaster.usage.Budgets.Exhausted;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Everything that a plan depends on, at one moment.
 *
 * @param tasks the ready tasks that the plan decides on
 * @param agents the agents that may start them
 * @param context limits, budgets and settings
 * @param projects by id, those of the agents and the tasks
 * @param occupancy the pool slots in use
 */
public record DispatchSnapshot(
        List<ReadyTask> tasks,
        List<AvailableAgent> agents,
        SelectionContext context,
        Map<UUID, Project> projects,
        Occupancy occupancy) {
    public DispatchSnapshot {
        tasks = List.copyOf(tasks);
        agents = List.copyOf(agents);
        projects = Map.copyOf(projects);
    }

    /** This snapshot with further tasks, and those that it already has once. */
    public DispatchSnapshot withMore(List<ReadyTask> more) {
        return new DispatchSnapshot(
                Stream.concat(tasks.stream(), more.stream()).distinct().toList(), agents, context, projects, occupancy);
    }

    /** This snapshot without the agents whose budget is spent; without any agent when the workspace's budget is spent. */
    public DispatchSnapshot withinBudgets() {
        Budgets budgets = context.budgets();
        List<AvailableAgent> solvent = budgets.workspace().isPresent()
                ? List.of()
                : agents.stream()
                        .filter(agent -> budgets.agent(agent.profile().id()).isEmpty())
                        .toList();
        return new DispatchSnapshot(tasks, solvent, context, projects, occupancy);
    }

    /**
     * When the passing of time alone allows more tasks to start; empty if it never does.
     *
     * @param decisions the plan for this snapshot; the sessions that it starts affect how long the others wait
     */
    public Optional<Instant> nextOpportunity(List<DispatchDecision> decisions) {
        return Stream.concat(
                        decisions.stream().flatMap(DispatchSnapshot::until),
                        context.budgets().soonestReset(context.at()).stream())
                .min(Instant::compareTo);
    }

    /** The project of a session: the agent's own project, else that of the task's queue. */
    public Optional<Project> projectOf(AgentProfile agent, TaskQueue queue) {
        return agent.context().project().or(queue::project).map(projects::get);
    }

    /** The exhausted budget that keeps an agent from a task for the longest time, whatever the task runs on. */
    public Optional<Exhausted> exhaustedBudget(AgentProfile agent, ReadyTask task) {
        return context.budgets().blocking(agent.id(), paidBy(agent, task.queue()), task.plan());
    }

    /** The project that the usage of a session counts for: that of the task, else that of the agent. */
    static Optional<UUID> paidBy(AgentProfile agent, TaskQueue queue) {
        return queue.project().or(() -> agent.context().project());
    }

    private static Stream<Instant> until(DispatchDecision decision) {
        return decision instanceof Blocked blocked ? blocked.until().stream() : Stream.empty();
    }
}
