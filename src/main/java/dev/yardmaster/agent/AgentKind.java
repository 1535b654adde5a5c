package dev.yardmaster.agent;

import java.util.Optional;

/**
 * What sort of agent one is; pools limit how many of a sort run at once.
 *
 * @param focus what a steward looks after
 */
public record AgentKind(Role role, AgentMode mode, Optional<String> focus) {}
