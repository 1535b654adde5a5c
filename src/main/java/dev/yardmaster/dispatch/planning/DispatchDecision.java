package dev.yardmaster.dispatch.planning;

import dev.yardmaster.agent.AgentProfile;
import dev.yardmaster.selection.ExecutableSelection;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What the planner decided for one ready task. */
public sealed interface DispatchDecision {
    ReadyTask task();

    /** The agent starts a session for the task. */
    record Start(ReadyTask task, AgentProfile agent) implements DispatchDecision {}

    /**
     * Eligible agents are free, but none of them can start a session.
     *
     * @param selections one for each class of these agents, at least one
     */
    record Blocked(ReadyTask task, List<AgentSelection> selections) implements DispatchDecision {
        public Blocked {
            selections = List.copyOf(selections);
        }

        /** Why the agents can't start, as sentences for users. */
        public String reason() {
            return selections.stream()
                    .map(it -> "The agent '" + it.agent().name() + "' can't start a session. "
                            + it.selection().reasons())
                    .collect(Collectors.joining(" "));
        }

        /** Whether limits alone block the task: every executable that its agents could use is limited. */
        public boolean isLimited() {
            return selections.stream().allMatch(it -> it.selection().isLimited());
        }

        /** Whether no executable that its agents could use is available: each is limited, over budget, unusable or unknown. */
        public boolean isOut() {
            return selections.stream().allMatch(it -> it.selection().isOut());
        }

        /** When the first of these executables becomes available again, if that is known. */
        public Optional<Instant> until() {
            return selections.stream()
                    .flatMap(it -> it.selection().earliestEnd().stream())
                    .min(Instant::compareTo);
        }
    }

    /** All eligible agents are busy, no agent is eligible, or the budget of its project or plan is spent. */
    record Queued(ReadyTask task) implements DispatchDecision {}

    /**
     * Why the agents of one class can't start a session.
     *
     * @param agent one agent of the class
     */
    record AgentSelection(AgentProfile agent, ExecutableSelection selection) {}
}
