package dev.yardmaster.task;

import java.util.Optional;
import java.util.UUID;

/**
 * Which tasks to list. Empty fields don't filter.
 *
 * @param before only tasks that are older than the task with this id
 * @param agent only tasks that are reserved for, or assigned to, the agent with this id or name
 * @param project only tasks of the project with this id or name
 * @param plan only tasks of the plan with this id or name
 * @param limit the size of a page, 1 to 1000
 */
record TaskFilter(
        Optional<UUID> before,
        Optional<TaskState> state,
        Optional<String> agent,
        Optional<String> project,
        Optional<String> plan,
        int limit) {}
