package dev.yardmaster.plan;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.Map;
import java.util.UUID;

/**
 * A new plan.
 *
 * @param plan the plan, whose fields are fields of the answer
 * @param taskIds the ids of the tasks that were added with the plan, by their names in the request
 */
public record CreatedPlan(
        @JsonUnwrapped Plan plan,
        @JsonInclude(Include.NON_EMPTY) Map<String, UUID> taskIds) {}
