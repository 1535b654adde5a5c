package dev.yardmaster.session;

import dev.yardmaster.project.Project;
import dev.yardmaster.provider.AgentProvider;
import dev.yardmaster.provider.LaunchRequest;
import java.util.Optional;
import java.util.UUID;

/**
 * A session that is about to run; its row is stored.
 *
 * @param agent the agent it belongs to
 * @param task the task it does; a session started by hand has none and stays open for messages
 * @param provider the provider that the request's executable belongs to
 * @param project the project that it works on
 * @param handedOver the earlier session that it is handed a summary of
 * @param hops how many candidates before the one that it runs on are out
 */
public record SessionLaunch(
        UUID agent,
        Optional<UUID> task,
        AgentProvider provider,
        LaunchRequest request,
        Optional<Project> project,
        Optional<Session> handedOver,
        int hops) {
    /** The session's id. */
    public UUID session() {
        return request.conversation().session();
    }

    SessionLaunch with(LaunchRequest other) {
        return new SessionLaunch(agent, task, provider, other, project, handedOver, hops);
    }
}
