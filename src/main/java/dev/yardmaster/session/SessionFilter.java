package dev.yardmaster.session;

import dev.yardmaster.session.end.SessionState;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Selects the sessions of a list. Empty fields select all sessions.
 *
 * @param before only sessions older than this one
 * @param agent only sessions of the agent with this id, or of the agent that has this name now
 * @param states only sessions in one of these states
 * @param limit the largest number of sessions, 1 to 1000
 */
record SessionFilter(
        Optional<UUID> before, Optional<String> agent, Optional<UUID> task, List<SessionState> states, int limit) {}
