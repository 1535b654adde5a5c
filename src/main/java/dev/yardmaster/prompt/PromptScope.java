package dev.yardmaster.prompt;

import dev.yardmaster.agent.Role;
import java.util.Optional;
import java.util.UUID;

/**
 * The sessions that a text is for.
 *
 * @param focus only stewards with this focus
 * @param provider only sessions on the provider with this id
 * @param agent only this agent; not together with a project
 * @param project only sessions that work on this project
 */
record PromptScope(
        Role role, Optional<String> focus, Optional<String> provider, Optional<UUID> agent, Optional<UUID> project) {
    PromptSource source() {
        if (agent.isPresent()) {
            return PromptSource.AGENT;
        }
        return project.isPresent() ? PromptSource.PROJECT : PromptSource.WORKSPACE;
    }
}
