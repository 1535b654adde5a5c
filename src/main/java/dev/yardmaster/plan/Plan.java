package dev.yardmaster.plan;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;

/**
 * A named group of tasks.
 *
 * @param tasks the number of its tasks in each state, by the state's name
 */
public record Plan(
        UUID id, String name, PlanState state, Map<String, Long> tasks, Instant createdAt, Instant updatedAt) {}
