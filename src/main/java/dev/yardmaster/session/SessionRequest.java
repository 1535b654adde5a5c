package dev.yardmaster.session;

import dev.yardmaster.agent.AgentProfile;
import dev.yardmaster.provider.resolution.Preferences.Choice;
import dev.yardmaster.usage.Budgets;
import java.util.Optional;
import java.util.UUID;

/**
 * A request for a session of an agent.
 *
 * @param choice the provider, executable and model for this session only
 * @param task the task that the session works on; empty for a session that is started by hand
 * @param project the project of that task; it counts if the agent has no project of its own
 * @param prompt the first message for the agent
 * @param continuation the earlier session whose work this one continues
 * @param budgets the exhausted budgets that the session must respect; {@link Budgets#NONE} for a session that is started by hand
 */
public record SessionRequest(
        AgentProfile agent,
        Choice choice,
        Optional<UUID> task,
        Optional<UUID> project,
        Optional<String> prompt,
        Optional<Continuation> continuation,
        Budgets budgets) {}
