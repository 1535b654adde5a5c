package dev.yardmaster.task;

import java.util.Optional;
import java.util.UUID;

/**
 * Which tasks to list.
 *
 * @param before only those older than this one
 * @param agent only those that are reserved for, or were last given to, the agent with this id or name
 * @param project only those about the project with this id or name
 * @param plan only those of the plan with this id or name
 * @param limit at most so many, 1 to 1000
 */
record TaskFilter(
        Optional<UUID> before,
        Optional<TaskState> state,
        Optional<String> agent,
        Optional<String> project,
        Optional<String> plan,
        int limit) {}
