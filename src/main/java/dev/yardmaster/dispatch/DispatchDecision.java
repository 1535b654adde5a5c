package dev.yardmaster.dispatch;

import dev.yardmaster.agent.AgentProfile;
import dev.yardmaster.selection.ExecutableSelection;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What becomes of a ready task now. */
sealed interface DispatchDecision {
    ReadyTask task();

    /** An agent starts a session for it. */
    record Start(ReadyTask task, AgentProfile agent) implements DispatchDecision {}

    /**
     * Agents are free to take it, but none of them can start a session.
     *
     * @param tries what each sort of them could have run on, and why not
     */
    record Blocked(ReadyTask task, List<Try> tries) implements DispatchDecision {
        public Blocked {
            tries = List.copyOf(tries);
        }

        /** What keeps its agents, for people. */
        String reason() {
            return tries.stream()
                    .map(it -> "The agent '" + it.agent().name() + "' can't start a session. "
                            + it.choice().reasons())
                    .collect(Collectors.joining(" "));
        }

        /** Whether all that its agents could run on is limited. */
        boolean isLimited() {
            return tries.stream().allMatch(it -> it.choice().isLimited());
        }

        /** When the first of what its agents could run on can be had again, as far as that is known. */
        Optional<Instant> until() {
            return tries.stream()
                    .flatMap(it -> it.choice().earliestEnd().stream())
                    .min(Instant::compareTo);
        }
    }

    /** All agents that may take it have enough to do. */
    record Queued(ReadyTask task) implements DispatchDecision {}

    /** Why an agent, and any other of its sort, can't start a session. */
    record Try(AgentProfile agent, ExecutableSelection choice) {}
}
