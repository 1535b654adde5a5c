package dev.yardmaster.plan;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;

/**
 * Tasks that belong together.
 *
 * @param tasks how many it has in each state, by the state's name
 */
public record Plan(
        UUID id, String name, PlanState state, Map<String, Long> tasks, Instant createdAt, Instant updatedAt) {}
