package dev.yardmaster.plan;

import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;

/**
 * The description of a plan, which is added or changed so that it fits.
 *
 * @param state {@code active} releases a draft; a new plan is a draft by default, and other plans keep their states
 * @param deadline when the time of the plan is over; by default that of the plan
 * @param timeLimit how long after the plan became active its time is over; by default that of the plan
 * @param tasks all tasks of the plan, each as {@link PlanTasks} describes it
 */
public record PlanTasksSpec(
        Optional<PlanState> state,
        Optional<Instant> deadline,
        Optional<
                        @DurationMin(seconds = 1, message = "must be at least PT1S")
                        @DurationMax(days = 366, message = "must be at most P366D") Duration>
                timeLimit,

        @NotNull(message = "are missing: send the tasks of the plan, which may be an empty list")
        @Size(max = 1_000, message = "must have at most 1,000 tasks")
        List<@NotNull(message = "must be a task") ObjectNode> tasks) {
    PlanTime time() {
        return new PlanTime(deadline, timeLimit);
    }
}
