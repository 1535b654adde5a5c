package dev.yardmaster.agent;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.yardmaster.access.Redactable;
import dev.yardmaster.mcp.StoredMcpServers;
import dev.yardmaster.provider.LaunchMode;
import dev.yardmaster.provider.Permissions;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * An agent of the crew.
 *
 * @param maxConcurrentTasks how many sessions it may have at once, 1 to 100
 * @param tags its capabilities; a task can require them
 * @param fallback whether its work may move to another executable
 * @param fallbackChain names of executables that its work moves to, in order
 * @param mcpServers MCP servers by name
 * @param state {@code busy} while it has a session, else {@code idle} if it is enabled and {@code disabled} if not
 * @param session its newest running session
 */
@JsonInclude(Include.NON_ABSENT)
public record Agent(
        UUID id,
        String name,
        @JsonUnwrapped AgentKind kind,
        Optional<String> provider,
        Optional<String> model,
        Optional<String> executable,
        Optional<LaunchMode> launchMode,
        int maxConcurrentTasks,
        boolean enabled,
        List<String> tags,
        Optional<UUID> project,
        Permissions permissions,
        boolean fallback,
        List<String> fallbackChain,
        StoredMcpServers mcpServers,
        Optional<String> instructions,
        String state,
        Optional<UUID> session,
        Instant createdAt)
        implements Redactable<Agent> {
    /** The part of the agent that its sessions need. */
    public AgentProfile profile() {
        return new AgentProfile(
                id,
                name,
                kind,
                provider,
                model,
                executable,
                launchMode,
                fallback,
                fallbackChain,
                new AgentContext(project, permissions, mcpServers.servers(), instructions));
    }

    @Override
    public Agent redacted() {
        return new Agent(
                id,
                name,
                kind,
                provider,
                model,
                executable,
                launchMode,
                maxConcurrentTasks,
                enabled,
                tags,
                project,
                permissions,
                fallback,
                fallbackChain,
                mcpServers.redacted(),
                instructions,
                state,
                session,
                createdAt);
    }

    /** Leaves out the MCP servers, which can hold secrets, and the instructions. */
    @Override
    public String toString() {
        return "Agent[id=" + id + ", name=" + name + "]";
    }
}
