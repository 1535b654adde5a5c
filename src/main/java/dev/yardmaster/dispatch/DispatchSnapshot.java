package dev.yardmaster.dispatch;

import dev.yardmaster.dispatch.DispatchDecision.Blocked;
import dev.yardmaster.pool.Occupancy;
import dev.yardmaster.project.Project;
import dev.yardmaster.selection.SelectionContext;
import dev.yardmaster.usage.Budgets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * All that decides who gets what at one moment.
 *
 * @param agents those that could take tasks
 * @param projects those of the agents and the tasks
 * @param occupancy the slots that are taken
 */
record DispatchSnapshot(
        List<ReadyTask> tasks,
        List<AvailableAgent> agents,
        SelectionContext outlook,
        Map<UUID, Project> projects,
        Occupancy occupancy) {
    DispatchSnapshot {
        tasks = List.copyOf(tasks);
        agents = List.copyOf(agents);
        projects = Map.copyOf(projects);
    }

    /** The same without the agents that have spent what they may in a day; without any when the workspace has. */
    DispatchSnapshot withinBudgets() {
        Budgets budgets = outlook.budgets();
        List<AvailableAgent> solvent = budgets.workspace().isPresent()
                ? List.of()
                : agents.stream()
                        .filter(agent -> budgets.agent(agent.profile().id()).isEmpty())
                        .toList();
        return new DispatchSnapshot(tasks, solvent, outlook, projects, occupancy);
    }

    /**
     * When more can be started because of nothing but time.
     *
     * @param decisions what was decided in it: what was started takes part in what the others wait for
     */
    Optional<Instant> next(List<DispatchDecision> decisions) {
        return Stream.concat(
                        decisions.stream().flatMap(DispatchSnapshot::until),
                        outlook.budgets().soonestReset(outlook.at()).stream())
                .min(Instant::compareTo);
    }

    /** The project that a session of an agent for a task of a lane is about. */
    Optional<Project> project(Optional<UUID> ofAgent, TaskQueue lane) {
        return ofAgent.or(lane::project).map(projects::get);
    }

    private static Stream<Instant> until(DispatchDecision decision) {
        return decision instanceof Blocked blocked ? blocked.until().stream() : Stream.empty();
    }
}
