package dev.yardmaster.permission;

import java.util.Optional;

/** What the rules say about a use of a tool. */
public sealed interface Verdict {
    /** A rule allows all of it. */
    record Allowed(PermissionRule rule) implements Verdict {}

    /** A rule denies a part of it. */
    record Denied(PermissionRule rule) implements Verdict {}

    /**
     * People must decide.
     *
     * @param rule the rule that asks; empty if it can't be decided whether a rule denies it
     * @param reason a sentence for people
     */
    record Asked(Optional<PermissionRule> rule, String reason) implements Verdict {}

    /** No rule decides, so the permissions of the agent do. */
    record Undecided() implements Verdict {}
}
