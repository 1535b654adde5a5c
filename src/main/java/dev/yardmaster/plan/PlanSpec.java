package dev.yardmaster.plan;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.yardmaster.id.Ids;
import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.YardmasterException;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.Optional;

/**
 * A new plan in a request.
 *
 * @param name 1 to 64 letters, digits, dots, underscores and hyphens
 * @param state {@code draft} or {@code active}; by default {@code draft}
 * @param tasks the tasks of the plan, each as {@link PlanTasks} describes it
 */
public record PlanSpec(
        @NotNull(message = "is missing: give the plan a name")
        @Pattern(
                regexp = "[A-Za-z0-9][A-Za-z0-9._-]{0,63}",
                message =
                        "must be 1 to 64 letters, digits, dots, underscores and hyphens, and start with a letter or digit")
        String name,

        Optional<PlanState> state,

        Optional<
                        @Size(max = 1_000, message = "must have at most 1,000 tasks") List<
                                @NotNull(message = "must be a task") ObjectNode>>
                tasks) {
    /** Throws {@code invalid_request} for a name that looks like an id, and for a plan that would be cancelled from the start. */
    void check() {
        if (Ids.parse(name).isPresent()) {
            throw new YardmasterException(
                    ErrorCode.INVALID_REQUEST, "A plan's name must not look like an id. Choose another name.");
        }
        if (state.filter(PlanState.CANCELLED::equals).isPresent()) {
            throw new YardmasterException(
                    ErrorCode.INVALID_REQUEST, "The 'state' of a new plan must be draft or active.");
        }
    }
}
