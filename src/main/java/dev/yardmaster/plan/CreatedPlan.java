package dev.yardmaster.plan;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;

/**
 * A new plan.
 *
 * @param tasks the number of its tasks in each state, by the state's name
 * @param taskIds the ids of the tasks that were added with the plan, by their names in the request
 */
public record CreatedPlan(
        UUID id,
        String name,
        PlanState state,
        Map<String, Long> tasks,
        @JsonInclude(Include.NON_EMPTY) Map<String, UUID> taskIds,
        Instant createdAt,
        Instant updatedAt) {
    static CreatedPlan of(Plan plan, Map<String, UUID> taskIds) {
        return new CreatedPlan(
                plan.id(), plan.name(), plan.state(), plan.tasks(), taskIds, plan.createdAt(), plan.updatedAt());
    }
}
