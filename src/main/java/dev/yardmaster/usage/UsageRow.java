package dev.yardmaster.usage;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.time.LocalDate;
import java.util.Optional;
import java.util.UUID;

/** The usage of a group of sessions. */
record UsageRow(@JsonUnwrapped Group group, @JsonUnwrapped Sums sums) {
    /**
     * The values that the sessions of the group share. Absent are dimensions that were not requested and values that the sessions lack.
     *
     * @param day the UTC day on which they started
     */
    @JsonInclude(Include.NON_ABSENT)
    record Group(
            Optional<LocalDate> day,
            Optional<UUID> project,
            Optional<String> projectName,
            Optional<UUID> agent,
            Optional<String> agentName,
            Optional<String> provider,
            Optional<String> executable,
            Optional<String> model,
            Optional<UUID> task,
            Optional<UUID> session) {}

    /**
     * Each token belongs to exactly one of the four counts.
     *
     * @param sessions the number of sessions, including running ones
     * @param inputTokens input tokens without cache reads
     * @param costUsd the sum of the costs that the providers reported, in US dollars; absent if no provider reported a cost
     * @param costUnknown the number of sessions that used tokens but whose provider reported no cost. If it is not 0, {@code costUsd} is a
     *     lower bound
     */
    @JsonInclude(Include.NON_ABSENT)
    record Sums(
            long sessions,
            long inputTokens,
            long outputTokens,
            long cacheReadTokens,
            long cacheWriteTokens,
            Optional<Double> costUsd,
            long costUnknown) {}
}
