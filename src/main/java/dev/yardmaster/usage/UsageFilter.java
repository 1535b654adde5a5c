package dev.yardmaster.usage;

import java.util.Optional;
import java.util.UUID;

/**
 * Which sessions to sum up. Empty fields don't filter.
 *
 * @param period when the sessions started
 * @param agent the id of an agent, or the name that an agent has now
 * @param provider the provider's id
 * @param executable the executable's name
 * @param project the project's id or name
 */
record UsageFilter(
        Period period,
        Optional<String> agent,
        Optional<String> provider,
        Optional<String> executable,
        Optional<UUID> task,
        Optional<String> project) {}
