package dev.yardmaster.project;

import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;

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
 * @param merge what becomes of the work of a finished task: none (the default), auto or review
 * @param testTimeout the longest time of {@code testCommand} before a merge, 1 second to 24 hours; by default
 *     {@code yardmaster.review.test-timeout}
 * @param reviewBy which stewards review work: any (the default) or other-provider
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
        Optional<Boolean> worktrees,
        Optional<MergeMode> merge,

        Optional<
                        @DurationMin(seconds = 1, message = "must be at least PT1S")
                        @DurationMax(days = 1, message = "must be at most PT24H") Duration>
                testTimeout,

        Optional<ReviewBy> reviewBy) {
    /** The fields that name programs which the service runs. */
    static final Set<String> PROGRAMS = Set.of("mcpServers", "testCommand", "setupCommand", "teardownCommand");

    /** Those of {@link #PROGRAMS} that are set. */
    List<String> programs() {
        Map<String, Optional<?>> programs = Map.of(
                "mcpServers", mcpServers,
                "testCommand", testCommand,
                "setupCommand", setupCommand,
                "teardownCommand", teardownCommand);
        return programs.entrySet().stream()
                .filter(field -> field.getValue().isPresent())
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
    }

    MergeSettings merging() {
        return new MergeSettings(
                merge.orElse(MergeSettings.DEFAULT.merge()),
                testTimeout,
                reviewBy.orElse(MergeSettings.DEFAULT.reviewBy()));
    }

    /** Leaves out the MCP servers, which can hold secrets, and the instructions. */
    @Override
    public String toString() {
        return "ProjectSpec[name=" + name + ", path=" + path + "]";
    }
}
