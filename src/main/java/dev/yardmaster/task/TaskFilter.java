package dev.yardmaster.task;

import dev.yardmaster.problem.NotFound;
import dev.yardmaster.task.TaskRepository.References;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Which tasks to list. Empty fields don't filter.
 *
 * @param before only tasks that are older than the task with this id
 * @param states only tasks in one of these states
 * @param agent only tasks that are reserved for, or assigned to, the agent with this id or name
 * @param project only tasks of the project with this id or name
 * @param plan only tasks of the plan with this id or name
 * @param limit the size of a page, 1 to 1000
 */
record TaskFilter(
        Optional<UUID> before,
        List<TaskState> states,
        Optional<String> agent,
        Optional<String> project,
        Optional<String> plan,
        int limit) {
    TaskFilter {
        states = List.copyOf(states);
    }

    /** Throws the error for the first thing that the filter names and that does not exist. */
    void requireKnown(References exist) {
        require(exist.agent(), NotFound.AGENT, agent);
        require(exist.project(), NotFound.PROJECT, project);
        require(exist.plan(), NotFound.PLAN, plan);
    }

    private static void require(boolean exists, NotFound error, Optional<String> value) {
        if (!exists) {
            throw error.of(value.orElseThrow());
        }
    }
}
