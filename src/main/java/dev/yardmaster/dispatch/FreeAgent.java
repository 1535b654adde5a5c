package dev.yardmaster.dispatch;

import dev.yardmaster.agent.AgentProfile;

/**
 * An agent that could take tasks now.
 *
 * @param free how many; at least 1
 */
record FreeAgent(AgentProfile profile, String role, int free) {}
