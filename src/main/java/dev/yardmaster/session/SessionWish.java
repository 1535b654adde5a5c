package dev.yardmaster.session;

import dev.yardmaster.agent.AgentProfile;
import java.util.Optional;
import java.util.UUID;

/**
 * A session that somebody wants.
 *
 * @param task the task it is to do
 * @param prompt what the agent is told first
 * @param resumed an earlier session whose conversation is to go on
 */
public record SessionWish(
        AgentProfile agent, Optional<UUID> task, Optional<String> prompt, Optional<Session> resumed) {}
