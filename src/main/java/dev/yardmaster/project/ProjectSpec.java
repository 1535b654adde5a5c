package dev.yardmaster.project;

import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A project as a user specifies it.
 *
 * @param name 1 to 64 letters, digits, dots, underscores and hyphens
 * @param path the absolute path of a git work tree
 * @param baseBranch the branch that work starts from; by default the branch that is checked out
 * @param agentProvider the provider of agents that do not set one
 * @param agentRuntime the same, by runtime; {@code agentProvider} overrides it
 * @param models the model of each provider, by the provider's id
 * @param fallbackChain names of executables that work moves to when its own is limited, in order; by default the chain of the settings
 * @param mcpServers MCP servers of the project's agents, by name
 * @param instructions added to the prompt of each session
 * @param testCommand the command that runs the project's tests
 * @param setupCommand the command that runs in each new worktree, before the first session of its task
 * @param teardownCommand the command that runs in a worktree before it is removed
 * @param worktrees whether each task gets a worktree of its own, which is the default; otherwise its sessions run in {@code path}
 */
record ProjectSpec(
        @NotNull(message = "is missing: give the project a name")
        @Pattern(
                regexp = "[A-Za-z0-9][A-Za-z0-9._-]{0,63}",
                message =
                        "must be 1 to 64 letters, digits, dots, underscores and hyphens, and start with a letter or digit")
        String name,

        @NotNull(message = "is missing: give the path of a git work tree")
        @Pattern(regexp = "/[^\\x00]{0,4095}", message = "must be an absolute path of at most 4096 characters")
        String path,

        Optional<@Size(min = 1, max = 200, message = "must have 1 to 200 characters") String> baseBranch,
        Optional<String> agentProvider,
        Optional<String> agentRuntime,
        Optional<Map<String, @Size(min = 1, max = 200, message = "must have 1 to 200 characters") String>> models,

        Optional<
                        @Size(max = 50, message = "must have at most 50 executables") List<
                                @NotNull(message = "must be the name of an executable") String>>
                fallbackChain,

        Optional<ObjectNode> mcpServers,
        Optional<@Size(max = 100_000, message = "must have at most 100,000 characters") String> instructions,
        Optional<@Size(min = 1, max = 10_000, message = "must have 1 to 10,000 characters") String> testCommand,
        Optional<@Size(min = 1, max = 10_000, message = "must have 1 to 10,000 characters") String> setupCommand,
        Optional<@Size(min = 1, max = 10_000, message = "must have 1 to 10,000 characters") String> teardownCommand,
        Optional<Boolean> worktrees) {
    /** Leaves out the MCP servers, which can hold secrets, and the instructions. */
    @Override
    public String toString() {
        return "ProjectSpec[name=" + name + ", path=" + path + "]";
    }
}
