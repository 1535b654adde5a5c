package dev.yardmaster.project;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.yardmaster.access.Redactable;
import dev.yardmaster.mcp.McpServer;
import dev.yardmaster.mcp.StoredMcpServers;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * A git repository with defaults for the agents that work on it. Ids of providers and executables are as they were stored; their
 * provider or executable may no longer exist.
 *
 * @param path the absolute path of the work tree
 * @param baseBranch the branch that work starts from
 * @param agentProvider the id of the default provider
 * @param agentRuntime the runtime of the default provider; {@code agentProvider} overrides it
 * @param models the default model of each provider, by the provider's id
 * @param fallbackChain names of executables, in order
 * @param mcpServers MCP servers by name
 * @param instructions added to the prompt of each session
 * @param testCommand the command that runs the project's tests
 * @param setupCommand the command that runs in each new worktree, before the first session of its task
 * @param teardownCommand the command that runs in a worktree before it is removed
 * @param worktrees whether each task gets a worktree of its own; otherwise its sessions run in {@code path}
 * @param merging how the work of its tasks is merged
 */
@JsonInclude(Include.NON_ABSENT)
public record Project(
        UUID id,
        String name,
        String path,
        String baseBranch,
        Optional<String> agentProvider,
        Optional<String> agentRuntime,
        Map<String, String> models,
        List<String> fallbackChain,
        StoredMcpServers mcpServers,
        Optional<String> instructions,
        Optional<String> testCommand,
        Optional<String> setupCommand,
        Optional<String> teardownCommand,
        boolean worktrees,
        @JsonUnwrapped MergeSettings merging,
        Instant createdAt)
        implements Redactable<Project> {
    /** The MCP servers as values; their secrets are still encrypted. */
    public List<McpServer> servers() {
        return mcpServers.servers();
    }

    ProjectSpec spec() {
        return new ProjectSpec(
                name,
                path,
                Optional.of(baseBranch),
                agentProvider,
                agentRuntime,
                Optional.of(models),
                Optional.of(fallbackChain),
                Optional.of(mcpServers.shown()),
                instructions,
                testCommand,
                setupCommand,
                teardownCommand,
                Optional.of(worktrees),
                Optional.of(merging.merge()),
                merging.testTimeout(),
                Optional.of(merging.reviewBy()));
    }

    @Override
    public Project redacted() {
        return new Project(
                id,
                name,
                path,
                baseBranch,
                agentProvider,
                agentRuntime,
                models,
                fallbackChain,
                mcpServers.redacted(),
                instructions,
                testCommand,
                setupCommand,
                teardownCommand,
                worktrees,
                merging,
                createdAt);
    }

    /** Leaves out the MCP servers, which can hold secrets, and the instructions. */
    @Override
    public String toString() {
        return "Project[id=" + id + ", name=" + name + ", path=" + path + "]";
    }
}
