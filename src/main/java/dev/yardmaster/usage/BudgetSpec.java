package dev.yardmaster.usage;

import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.YardmasterException;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.Positive;
import java.time.ZoneId;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A budget in a request. At least one bound must be given. With both, the budget is exhausted when the first is reached.
 *
 * @param usd the most that may be spent in the period, in US dollars, above 0 and at most 1,000,000,000
 * @param tokens the most tokens that may be used in the period, above 0: input, output and cache writes
 * @param timeZone the IANA id of the time zone in which days and months begin, such as {@code Europe/Berlin}; UTC by default
 * @param warningPercent the percentage of a bound from which on the budget is in warning, from 1 to 99; 80 by default, null for no warnings
 */
record BudgetSpec(
        Optional<
                        @Positive(message = "must be above 0")
                        @DecimalMax(value = "1000000000", message = "must be at most 1000000000") Double>
                usd,

        Optional<@Positive(message = "must be above 0") Long> tokens,
        Optional<String> timeZone,

        @Schema(implementation = Integer.class, nullable = true, minimum = "1", maximum = "99", defaultValue = "80")
        WarningThreshold warningPercent) {
    private static final String UTC = "UTC";

    /** Validates the budget for a period. Throws {@code invalid_request}. */
    BudgetTerms terms(BudgetPeriod period) {
        if (usd.isEmpty() && tokens.isEmpty()) {
            throw invalid("The budget has no bound: give 'usd', 'tokens' or both. Use DELETE to remove a budget.");
        }
        warningPercent.percent().filter(percent -> percent < 1 || percent > 99).ifPresent(percent -> {
            throw invalid("'warningPercent' is " + percent + ". It must be from 1 to 99, or null for no warnings.");
        });
        return new BudgetTerms(usd, tokens, zone(period), warningPercent.percent());
    }

    private Optional<String> zone(BudgetPeriod period) {
        if (period != BudgetPeriod.TOTAL) {
            return Optional.of(timeZone.map(BudgetSpec::known).orElse(UTC));
        }
        if (timeZone.isPresent()) {
            throw invalid("A total budget never starts again, so it has no 'timeZone'. Leave the field out.");
        }
        return Optional.empty();
    }

    private static String known(String zone) {
        if (!ZoneId.getAvailableZoneIds().contains(zone)) {
            throw new YardmasterException(
                            ErrorCode.INVALID_REQUEST,
                            "Give the IANA id of a time zone, such as Europe/Berlin, America/New_York or UTC.")
                    .in("timeZone", zone);
        }
        return zone;
    }

    private static YardmasterException invalid(String detail) {
        return new YardmasterException(ErrorCode.INVALID_REQUEST, detail);
    }
}
