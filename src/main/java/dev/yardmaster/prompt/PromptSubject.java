package dev.yardmaster.prompt;

import dev.yardmaster.agent.AgentKind;
import dev.yardmaster.agent.AgentProfile;
import dev.yardmaster.project.Project;
import java.util.Optional;
import java.util.UUID;

/**
 * Whose sessions a prompt is for.
 *
 * @param name the name of the agent
 * @param provider the id of the provider that the session runs on
 * @param project the project that the session works on
 */
public record PromptSubject(UUID agent, String name, AgentKind kind, String provider, Optional<NamedProject> project) {
    /** The project that a session works on. */
    public record NamedProject(UUID id, String name) {}

    /** A session of an agent. */
    public static PromptSubject of(AgentProfile agent, String provider, Optional<Project> project) {
        return new PromptSubject(
                agent.id(),
                agent.name(),
                agent.kind(),
                provider,
                project.map(known -> new NamedProject(known.id(), known.name())));
    }
}
