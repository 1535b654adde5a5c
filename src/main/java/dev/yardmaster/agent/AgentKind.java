package dev.yardmaster.agent;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import java.util.Optional;

/**
 * What sort of agent one is; pools limit how many of a sort run at once.
 *
 * @param focus what a steward looks after
 */
@JsonInclude(Include.NON_ABSENT)
public record AgentKind(Role role, AgentMode mode, Optional<String> focus) {}
