package dev.yardmaster.dispatch;

import dev.yardmaster.dispatch.TaskExplanation.AgentReadiness;
import dev.yardmaster.dispatch.planning.AvailableAgent;
import dev.yardmaster.dispatch.planning.DispatchSnapshot;
import dev.yardmaster.dispatch.planning.ReadyTask;
import dev.yardmaster.dispatch.planning.TaskQueue;
import dev.yardmaster.selection.ExecutableSelection;
import dev.yardmaster.selection.SelectionContext;
import dev.yardmaster.usage.Budgets.Exhausted;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Which agents may start a task, and which of them can start it now.
 *
 * @param agents ready agents first, then other eligible agents, then the rest
 * @param anyEligible whether at least one agent may start the task once it is free
 * @param anyReady whether at least one agent can start the task now
 * @param earliestReady when the first eligible agent becomes ready; empty if one is ready, or if the time is unknown
 */
record AgentEligibility(
        List<AgentReadiness> agents, boolean anyEligible, boolean anyReady, Optional<Instant> earliestReady) {
    private static final int MAX_AGENTS = 100;

    AgentEligibility {
        agents = List.copyOf(agents);
    }

    /** @param readyAt when the agent becomes ready; empty if it is ready, or if the time is unknown */
    private record Checked(AgentReadiness readiness, boolean eligible, Optional<Instant> readyAt) {}

    static AgentEligibility of(DispatchSnapshot snapshot, ReadyTask task) {
        List<Checked> checked = snapshot.agents().stream()
                .map(agent -> check(snapshot, task, agent))
                .sorted(Comparator.comparing((Checked it) -> !it.readiness().ready())
                        .thenComparing(it -> !it.eligible()))
                .toList();
        return new AgentEligibility(
                checked.stream().map(Checked::readiness).toList(),
                checked.stream().anyMatch(Checked::eligible),
                checked.stream().anyMatch(it -> it.readiness().ready()),
                earliestReady(checked.stream().filter(Checked::eligible).toList()));
    }

    /** If the time is unknown for one agent, this agent could be the first. */
    private static Optional<Instant> earliestReady(List<Checked> eligible) {
        return eligible.stream().anyMatch(agent -> agent.readyAt().isEmpty())
                ? Optional.empty()
                : eligible.stream().flatMap(agent -> agent.readyAt().stream()).min(Comparator.naturalOrder());
    }

    /** The agent with this name; without a name the first {@value #MAX_AGENTS} agents. */
    List<AgentReadiness> select(Optional<String> name) {
        return name.map(it -> agents.stream().filter(agent -> agent.agent().equals(it)))
                .orElseGet(() -> agents.stream().limit(MAX_AGENTS))
                .toList();
    }

    private static Checked check(DispatchSnapshot snapshot, ReadyTask task, AvailableAgent agent) {
        Optional<String> rejection = task.queue()
                .rejectionOf(agent)
                .or(() -> agent.enabled() ? Optional.empty() : Optional.of("It is not enabled."));
        if (rejection.isPresent()) {
            return new Checked(
                    new AgentReadiness(agent.profile().name(), false, rejection, List.of()), false, Optional.empty());
        }
        ExecutableSelection selection = select(snapshot, task.queue(), agent);
        Optional<Exhausted> spent = snapshot.exhaustedBudget(agent.profile(), task);
        Optional<String> busy = busy(agent);
        Optional<String> reason = busy.or(() -> spent.map(Exhausted::reason))
                .or(() -> selection.selected().isPresent() ? Optional.empty() : Optional.of(selection.reasons()));
        return new Checked(
                new AgentReadiness(
                        agent.profile().name(),
                        reason.isEmpty(),
                        reason,
                        selection.explained().hops()),
                true,
                busy.isPresent() ? Optional.empty() : readyAt(spent, selection));
    }

    private static Optional<Instant> readyAt(Optional<Exhausted> spent, ExecutableSelection selection) {
        if (spent.isEmpty()) {
            return selection.earliestStart();
        }
        Optional<Instant> reset = spent.get().until();
        return selection.selected().isPresent()
                ? reset
                : reset.flatMap(it -> selection.earliestStart().map(at -> at.isAfter(it) ? at : it));
    }

    private static ExecutableSelection select(DispatchSnapshot snapshot, TaskQueue queue, AvailableAgent agent) {
        SelectionContext context = snapshot.context();
        var project = snapshot.projectOf(agent.profile(), queue);
        return context.candidates(agent.profile(), queue.choice(), project)
                .select(candidate ->
                        context.contention(agent.profile().kind(), candidate, snapshot.occupancy(), _ -> 0));
    }

    private static Optional<String> busy(AvailableAgent agent) {
        return agent.freeSessions() > 0
                ? Optional.empty()
                : Optional.of("It already runs as many sessions as its maxConcurrentTasks allows.");
    }
}
