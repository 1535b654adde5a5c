package dev.yardmaster.plan;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.yardmaster.id.Ids;
import dev.yardmaster.plan.PlanRepository.NewPlan;
import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.YardmasterException;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;

/**
 * A new plan in a request.
 *
 * @param name 1 to 64 letters, digits, dots, underscores and hyphens
 * @param state {@code draft} or {@code active}; by default {@code draft}
 * @param deadline when the time of the plan is over; by default never
 * @param timeLimit how long after the plan became active its time is over, from one second to 366 days; by default never
 * @param tasks the tasks of the plan, each as {@link PlanTasks} describes it
 */
public record PlanSpec(
        @NotNull(message = "is missing: give the plan a name") @Pattern(regexp = NAME, message = NAME_RULE)
        String name,

        Optional<PlanState> state,
        Optional<Instant> deadline,
        Optional<
                        @DurationMin(seconds = 1, message = "must be at least PT1S")
                        @DurationMax(days = 366, message = "must be at most P366D") Duration>
                timeLimit,

        Optional<
                        @Size(max = 1_000, message = "must have at most 1,000 tasks") List<
                                @NotNull(message = "must be a task") ObjectNode>>
                tasks) {
    static final String NAME = "[A-Za-z0-9][A-Za-z0-9._-]{0,63}";
    static final String NAME_RULE =
            "must be 1 to 64 letters, digits, dots, underscores and hyphens, and start with a letter or digit";

    /** Throws {@code invalid_request} for a name that looks like an id, and for a plan that would be cancelled from the start. */
    void check() {
        if (Ids.parse(name).isPresent()) {
            throw new YardmasterException(
                    ErrorCode.INVALID_REQUEST, "A plan's name must not look like an id. Choose another name.");
        }
        PlanRules.requireStart(state);
        PlanRules.checkTime(time());
    }

    NewPlan newPlan(UUID id) {
        return new NewPlan(id, name, state.orElse(PlanState.DRAFT), Optional.empty(), time());
    }

    private PlanTime time() {
        return new PlanTime(deadline, timeLimit);
    }
}
