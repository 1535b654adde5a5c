package dev.yardmaster.session;

import dev.yardmaster.session.log.SessionState;
import java.util.Optional;
import java.util.UUID;

/**
 * Selects the sessions of a list. Empty fields select all sessions.
 *
 * @param before only sessions older than this one
 * @param agent only sessions of the agent with this id or name
 * @param limit the largest number of sessions, 1 to 1000
 */
record SessionFilter(
        Optional<UUID> before, Optional<String> agent, Optional<UUID> task, Optional<SessionState> state, int limit) {}
