package dev.yardmaster.session;

import dev.yardmaster.agent.AgentProfile;
import dev.yardmaster.provider.resolution.Preferences.Choice;
import dev.yardmaster.session.run.SessionTask;
import dev.yardmaster.usage.Budgets;
import java.util.Optional;

/**
 * A request for a session of an agent.
 *
 * @param choice the provider, executable and model for this session only
 * @param task the task that the session works on; empty for a session that is started by hand
 * @param prompt the first message for the agent
 * @param continuation the earlier session whose work this one continues
 * @param budgets the exhausted budgets that the session must respect; {@link Budgets#NONE} for a session that is started by hand
 * @param staysOpen whether the session waits for messages until it is stopped; otherwise it ends when it has finished its work
 */
public record SessionRequest(
        AgentProfile agent,
        Choice choice,
        Optional<SessionTask> task,
        Optional<String> prompt,
        Optional<Continuation> continuation,
        Budgets budgets,
        boolean staysOpen) {
    /** The same request with a text at the top of its prompt. */
    SessionRequest openedBy(String text) {
        Optional<String> opened =
                Optional.of(prompt.map(rest -> text + "\n\n" + rest).orElse(text));
        return new SessionRequest(
                agent, choice, task, opened, continuation.map(it -> it.openedBy(text)), budgets, staysOpen);
    }
}
