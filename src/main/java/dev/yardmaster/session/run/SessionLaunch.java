package dev.yardmaster.session.run;

import dev.yardmaster.project.Project;
import dev.yardmaster.provider.AgentProvider;
import dev.yardmaster.provider.LaunchRequest;
import dev.yardmaster.session.handoff.EarlierSession;
import java.util.Optional;
import java.util.UUID;

/**
 * Everything that is needed to launch a session whose row is stored.
 *
 * @param agent the id of its agent
 * @param task the task it works on; a session that is started by hand or for mail has none
 * @param provider the provider that the request's executable belongs to
 * @param rolePrompt the text that describes its role to the agent
 * @param project the project it works on
 * @param handedOver the earlier session of which it gets a summary
 * @param hops how many candidates were excluded before the executable that it runs on
 * @param staysOpen whether it waits for messages until it is stopped; otherwise it ends when it has finished its work
 */
public record SessionLaunch(
        UUID agent,
        Optional<SessionTask> task,
        AgentProvider provider,
        LaunchRequest request,
        Optional<String> rolePrompt,
        Optional<Project> project,
        Optional<EarlierSession> handedOver,
        int hops,
        boolean staysOpen) {
    /** The session's id. */
    public UUID session() {
        return request.conversation().session();
    }

    /** The same launch with another request. */
    public SessionLaunch with(LaunchRequest other) {
        return new SessionLaunch(agent, task, provider, other, rolePrompt, project, handedOver, hops, staysOpen);
    }

    /** The same launch with the text that describes its role to the agent; an empty text adds nothing. */
    public SessionLaunch withRolePrompt(String text) {
        Optional<String> prompt = Optional.of(text).filter(it -> !it.isEmpty());
        return new SessionLaunch(agent, task, provider, request, prompt, project, handedOver, hops, staysOpen);
    }
}
