package dev.yardmaster.session;

import dev.yardmaster.session.log.SessionState;
import java.util.Optional;
import java.util.UUID;

/**
 * Which sessions to list.
 *
 * @param before only those older than this one
 * @param agent only those of the agent with this id or name
 * @param limit at most so many, 1 to 1000
 */
record SessionFilter(
        Optional<UUID> before, Optional<String> agent, Optional<UUID> task, Optional<SessionState> state, int limit) {}
