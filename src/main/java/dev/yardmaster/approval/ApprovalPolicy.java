package dev.yardmaster.approval;

import dev.yardmaster.mcp.McpServers;
import dev.yardmaster.permission.EditedPath;
import dev.yardmaster.permission.PermissionRules;
import dev.yardmaster.permission.Verdict;
import dev.yardmaster.provider.Permissions;
import dev.yardmaster.provider.ToolUse;
import java.nio.file.Path;
import java.util.Optional;

/** Decides what happens with a use of a tool: first by the rules, then by the permissions of the agent. */
final class ApprovalPolicy {
    /** The most characters of a command, or of all files, that people are asked about. */
    static final int LONGEST = 100_000;

    private ApprovalPolicy() {}

    /** What happens with a use of a tool. */
    sealed interface Outcome {
        /**
         * The agent may.
         *
         * @param rule the rule that allows it; empty if the permissions do, which is not recorded
         */
        record Allow(Optional<String> rule) implements Outcome {}

        /**
         * The agent may not.
         *
         * @param rule the rule that denies it; empty if people could not look at it
         * @param message what the model gets as the reason
         */
        record Deny(Optional<String> rule, String message) implements Outcome {
            static Deny byRule(String rule) {
                return new Deny(
                        Optional.of(rule),
                        "Denied by the permission rule '" + rule
                                + "'. Continue without it, or in a way that the rules allow.");
            }
        }

        /** People decide. */
        record Ask(Optional<String> reason) implements Outcome {}
    }

    /** @param directory the working directory of the agent */
    static Outcome decide(PermissionRules rules, Permissions permissions, ToolUse use, Path directory) {
        return switch (rules.decide(use, directory)) {
            case Verdict.Allowed(var rule) -> new Outcome.Allow(Optional.of(rule.shown()));
            case Verdict.Denied(var rule) -> Outcome.Deny.byRule(rule.shown());
            case Verdict.Asked asked -> ask(use, Optional.of(asked.reason()));
            case Verdict.Undecided() ->
                permissions != Permissions.ASK || isFree(use, directory)
                        ? new Outcome.Allow(Optional.empty())
                        : ask(use, Optional.empty());
        };
    }

    /** People can decide only on what they can read. */
    private static Outcome ask(ToolUse use, Optional<String> reason) {
        int length = use.command().orElse("").length()
                + use.paths().stream().mapToInt(String::length).sum();
        return length <= LONGEST
                ? new Outcome.Ask(reason)
                : new Outcome.Deny(
                        Optional.empty(),
                        "Denied, because it has more than 100,000 characters, too many for a person to approve."
                                + " Do it in smaller steps.");
    }

    /** Whether an agent that has to ask may do it without asking. */
    private static boolean isFree(ToolUse use, Path directory) {
        return switch (use.kind()) {
            case INTERNAL -> true;
            case READ -> use.paths().stream().allMatch(path -> EditedPath.isInside(path, directory));
            case OTHER -> use.tool().startsWith(ToolUse.mcp(McpServers.OWN, ""));
            case COMMAND, EDIT -> false;
        };
    }
}
