package dev.yardmaster.plan;

import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.util.Optional;

/**
 * What a user says of a new plan.
 *
 * @param name what it is called: 1 to 64 letters, digits, dots, underscores and hyphens
 * @param state {@code draft} or {@code active}; by default {@code draft}
 */
record PlanSpec(
        @NotNull(message = "is missing: give the plan a name")
        @Pattern(
                regexp = "[A-Za-z0-9][A-Za-z0-9._-]{0,63}",
                message =
                        "must be 1 to 64 letters, digits, dots, underscores and hyphens, and start with a letter or digit")
        String name,

        Optional<PlanState> state) {}
