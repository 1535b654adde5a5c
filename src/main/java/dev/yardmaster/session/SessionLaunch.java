package dev.yardmaster.session;

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
 */
public record SessionLaunch(UUID agent, Optional<UUID> task, AgentProvider provider, LaunchRequest request) {
    /** The session's id. */
    public UUID session() {
        return request.conversation().session();
    }
}
