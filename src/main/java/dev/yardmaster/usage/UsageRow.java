package dev.yardmaster.usage;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.time.LocalDate;
import java.util.Optional;
import java.util.UUID;

/** What a group of sessions consumed. */
record UsageRow(@JsonUnwrapped Group group, @JsonUnwrapped Sums sums) {
    /**
     * What the sessions have in common, of what was asked for; what they have none of is left out too.
     *
     * @param day the day, of UTC, on which they started
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
     * No token is counted twice.
     *
     * @param sessions how many they are, the running ones among them
     * @param inputTokens what was read besides the cache
     * @param costUsd in US dollars, of the sessions whose provider told it; absent when none did
     * @param costUnknown the sessions that consumed tokens and whose provider told no cost
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
