package dev.yardmaster.agent;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.yardmaster.provider.LaunchMode;
import dev.yardmaster.provider.Permissions;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * An agent as a user specifies it.
 *
 * @param name 1 to 64 letters, digits, dots, underscores and hyphens
 * @param focus the area that a steward takes care of, such as {@code merges}
 * @param provider the id of its provider; by default the provider of its executable, else the default provider
 * @param model the name of the model, passed to the provider; by default the provider chooses
 * @param executable the name of an executable of the provider; by default the provider's default executable
 * @param launchMode how its sessions talk to their CLI; by default {@code bidirectional}
 * @param maxConcurrentTasks how many sessions it may have at once; by default 1
 * @param enabled whether the dispatcher gives it tasks; by default true
 * @param mode by default {@code ephemeral}
 * @param tags its capabilities, which a task can require: up to 50, each 1 to 64 letters, digits and {@code . _ - : /}; upper case
 *     counts as lower case
 * @param project the id or name of the project that it works on
 * @param permissions what it may do without asking; by default everything
 * @param fallback whether its work may move to another executable; if false, no fallback chain applies to it; by default true
 * @param fallbackChain names of executables that its work moves to when its own is limited, in order; by default the chain of its project
 * @param mcpServers MCP servers by name; they override those of the project
 * @param instructions added to the prompt of each session
 */
public record AgentSpec(
        @NotNull(message = "is missing: give the agent a name")
        @Pattern(
                regexp = NAME,
                message =
                        "must be 1 to 64 letters, digits, dots, underscores and hyphens, and start with a letter or digit")
        String name,

        @NotNull(message = "is missing: director, worker or steward")
        Role role,

        Optional<@Size(min = 1, max = 64, message = "must have 1 to 64 characters") String> focus,
        Optional<String> provider,

        Optional<@Size(min = 1, max = 200, message = "must have 1 to 200 characters") String> model,

        Optional<String> executable,
        Optional<LaunchMode> launchMode,

        Optional<@Min(value = 1, message = "must be 1 to 100") @Max(value = 100, message = "must be 1 to 100") Integer>
                maxConcurrentTasks,

        Optional<Boolean> enabled,
        Optional<AgentMode> mode,

        Optional<
                        @Size(max = 50, message = "must have at most 50 tags") List<
                                @NotNull(message = "must be a tag")
                                @Pattern(
                                        regexp = TAG,
                                        message =
                                                "must be 1 to 64 letters, digits, dots, underscores, hyphens, colons and slashes")
                                String>>
                tags,

        Optional<String> project,
        Optional<Permissions> permissions,

        Optional<Boolean> fallback,

        Optional<
                        @Size(max = 50, message = "must have at most 50 executables") List<
                                @NotNull(message = "must be the name of an executable") String>>
                fallbackChain,

        Optional<ObjectNode> mcpServers,
        Optional<@Size(max = 100_000, message = "must have at most 100,000 characters") String> instructions) {
    static final String NAME = "[A-Za-z0-9][A-Za-z0-9._-]{0,63}";
    static final String TAG = "[A-Za-z0-9._:/-]{1,64}";

    /** The tags in lower case, sorted and without duplicates. */
    List<String> normalTags() {
        return tags.orElse(List.of()).stream()
                .map(tag -> tag.toLowerCase(Locale.ROOT))
                .distinct()
                .sorted()
                .toList();
    }

    /** The fields that name providers and executables. */
    List<Object> runsOn() {
        return List.of(provider, executable, fallbackChain);
    }

    /** Leaves out the MCP servers, which can hold secrets, and the instructions. */
    @Override
    public String toString() {
        return "AgentSpec[name=" + name + "]";
    }
}
