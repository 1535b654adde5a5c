package dev.yardmaster.usage;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;

/**
 * How much a budget allows.
 *
 * @param usd the most that may be spent in US dollars, above 0; empty for no such bound
 * @param tokens the most tokens that may be used, above 0; empty for no such bound
 * @param timeZone the IANA id of the time zone in which days and months begin; empty for a budget that never starts again
 * @param warningPercent the part of a bound from which on the budget is in warning, from 1 to 99; empty for no warnings
 */
@JsonInclude(Include.NON_ABSENT)
record BudgetTerms(
        Optional<Double> usd,
        Optional<Long> tokens,
        Optional<String> timeZone,
        // Null in the response, because a request without the field means the default.
        @JsonInclude(Include.ALWAYS) Optional<Integer> warningPercent) {
    ZoneId zone() {
        return timeZone.map(ZoneId::of).orElse(ZoneOffset.UTC);
    }
}
