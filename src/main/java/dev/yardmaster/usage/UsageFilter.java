package dev.yardmaster.usage;

import java.util.Optional;
import java.util.UUID;

/**
 * Whose usage to count.
 *
 * @param period when the sessions started
 * @param agent only those of the agent that has this id, or this name now or when the session started
 * @param provider only those on the provider with this id
 * @param project only those in the project with this id or name
 */
record UsageFilter(
        Period period,
        Optional<String> agent,
        Optional<String> provider,
        Optional<String> executable,
        Optional<UUID> task,
        Optional<String> project) {}
