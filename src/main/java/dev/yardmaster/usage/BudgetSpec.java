package dev.yardmaster.usage;

import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.YardmasterException;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.Positive;
import java.util.Optional;

/**
 * A budget in a request. At least one bound must be given. With both, the budget is exhausted when the first is reached.
 *
 * @param usd the most that may be spent in a day, in US dollars, above 0 and at most 1,000,000,000
 * @param tokens the most tokens that may be used in a day, above 0: input, output and cache writes
 */
record BudgetSpec(
        Optional<
                        @Positive(message = "must be above 0")
                        @DecimalMax(value = "1000000000", message = "must be at most 1000000000") Double>
                usd,

        Optional<@Positive(message = "must be above 0") Long> tokens) {
    /** Throws {@code invalid_request} if no bound is given. */
    void check() {
        if (usd.isEmpty() && tokens.isEmpty()) {
            throw new YardmasterException(
                    ErrorCode.INVALID_REQUEST,
                    "The budget has no bound: give 'usd', 'tokens' or both. Use DELETE to remove a budget.");
        }
    }
}
