package dev.yardmaster.agent;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import java.util.Optional;

/**
 * The kind of an agent. Pools limit how many agents of a kind run at once.
 *
 * @param focus the area that a steward takes care of, such as {@code merges}
 */
@JsonInclude(Include.NON_ABSENT)
public record AgentKind(Role role, AgentMode mode, Optional<String> focus) {}
