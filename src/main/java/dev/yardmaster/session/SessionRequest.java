package dev.yardmaster.session;

import dev.yardmaster.agent.AgentProfile;
import dev.yardmaster.provider.resolution.Preferences.Choice;
import dev.yardmaster.usage.Budgets;
import java.util.Optional;
import java.util.UUID;

/**
 * A session that somebody wants.
 *
 * @param request what it is to run on, for this one time
 * @param task the task it is to do
 * @param project the project of that task, for an agent that has none
 * @param prompt what the agent is told first
 * @param continuation the earlier session from which it goes on
 * @param budgets what may be spent no more; that is for tasks, so there is nothing of it for a session by hand
 */
public record SessionRequest(
        AgentProfile agent,
        Choice request,
        Optional<UUID> task,
        Optional<UUID> project,
        Optional<String> prompt,
        Optional<Continuation> continuation,
        Budgets budgets) {}
