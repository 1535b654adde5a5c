package dev.yardmaster.agent;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.yardmaster.mcp.McpServersJson;
import dev.yardmaster.provider.LaunchMode;
import dev.yardmaster.provider.Permissions;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * A named worker of the crew.
 *
 * @param tags what it is fit for, as tasks require it
 * @param fallback whether its work may move to another executable
 * @param mcpServers servers of tools by name
 * @param state {@code busy} while it has a session, else {@code idle}; {@code disabled} when it is given no tasks and has none
 * @param session the newest session that it is running
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
        ObjectNode mcpServers,
        Optional<String> instructions,
        String state,
        Optional<UUID> session,
        Instant createdAt) {
    /** What a session needs to know of it. */
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
                new AgentContext(project, permissions, McpServersJson.read(mcpServers), instructions));
    }

    /** Without the servers, which can hold secrets, and the instructions. */
    @Override
    public String toString() {
        return "Agent[id=" + id + ", name=" + name + "]";
    }
}
