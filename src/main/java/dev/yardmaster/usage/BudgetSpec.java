package dev.yardmaster.usage;

import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.YardmasterException;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.Positive;
import java.util.Optional;

/**
 * What a user allows to be spent in a day. At least one of the two is given; the first that is spent counts.
 *
 * @param usd in US dollars
 * @param tokens input, output and what is written into the cache
 */
record BudgetSpec(
        Optional<
                        @Positive(message = "must be above 0")
                        @DecimalMax(value = "1000000000", message = "must be at most 1000000000") Double>
                usd,

        Optional<@Positive(message = "must be above 0") Long> tokens) {
    /** Throws {@code invalid_request} when it allows nothing. */
    void check() {
        if (usd.isEmpty() && tokens.isEmpty()) {
            throw new YardmasterException(
                    ErrorCode.INVALID_REQUEST,
                    "Say what may be spent in a day: give 'usd', 'tokens' or both. DELETE takes a budget away.");
        }
    }
}
