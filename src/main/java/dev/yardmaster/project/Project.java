package dev.yardmaster.project;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.yardmaster.mcp.McpServer;
import dev.yardmaster.mcp.McpServersJson;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * A git repository, and what holds for the agents that work on it. Ids of providers and executables are as they were stored: one can
 * have become unknown since.
 *
 * @param path the absolute path of its work tree
 * @param baseBranch what work starts from
 * @param models models by the provider's id
 * @param mcpServers servers of tools by name
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
        ObjectNode mcpServers,
        Optional<String> instructions,
        Optional<String> testCommand,
        Instant createdAt) {
    /** The servers of tools as values. */
    public List<McpServer> servers() {
        return McpServersJson.read(mcpServers);
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
                Optional.of(mcpServers),
                instructions,
                testCommand);
    }

    /** Without the servers, which can hold secrets, and the instructions. */
    @Override
    public String toString() {
        return "Project[id=" + id + ", name=" + name + ", path=" + path + "]";
    }
}
