package dev.yardmaster.dispatch;

import dev.yardmaster.dispatch.TaskExplanation.AgentReadiness;
import dev.yardmaster.dispatch.planning.AvailableAgent;
import dev.yardmaster.dispatch.planning.DispatchSnapshot;
import dev.yardmaster.dispatch.planning.TaskQueue;
import dev.yardmaster.provider.resolution.Preferences;
import dev.yardmaster.selection.ExecutableSelection;
import dev.yardmaster.selection.SelectionContext;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Which agents may start a task, and which of them can start it now.
 *
 * @param agents ready agents first, then other eligible agents, then the rest
 * @param anyEligible whether at least one agent may start the task once it is free
 * @param anyReady whether at least one agent can start the task now
 */
record AgentEligibility(List<AgentReadiness> agents, boolean anyEligible, boolean anyReady) {
    private static final int MAX_AGENTS = 100;

    AgentEligibility {
        agents = List.copyOf(agents);
    }

    private record Checked(AgentReadiness readiness, boolean eligible) {}

    static AgentEligibility of(DispatchSnapshot snapshot, TaskQueue queue) {
        List<Checked> checked = snapshot.agents().stream()
                .map(agent -> check(snapshot, queue, agent))
                .sorted(Comparator.comparing((Checked it) -> !it.readiness().ready())
                        .thenComparing(it -> !it.eligible()))
                .toList();
        return new AgentEligibility(
                checked.stream().map(Checked::readiness).toList(),
                checked.stream().anyMatch(Checked::eligible),
                checked.stream().anyMatch(it -> it.readiness().ready()));
    }

    /** The agent with this name; without a name the first {@value #MAX_AGENTS} agents. */
    List<AgentReadiness> select(Optional<String> name) {
        return name.map(it -> agents.stream().filter(agent -> agent.agent().equals(it)))
                .orElseGet(() -> agents.stream().limit(MAX_AGENTS))
                .toList();
    }

    private static Checked check(DispatchSnapshot snapshot, TaskQueue queue, AvailableAgent agent) {
        Optional<String> rejection = queue.rejectionOf(agent)
                .or(() -> agent.enabled() ? Optional.empty() : Optional.of("It is not enabled."));
        if (rejection.isPresent()) {
            return new Checked(new AgentReadiness(agent.profile().name(), false, rejection, List.of()), false);
        }
        ExecutableSelection selection = select(snapshot, queue, agent);
        Optional<String> reason = busy(agent)
                .or(() -> spent(snapshot.context(), agent))
                .or(() -> selection.selected().isPresent() ? Optional.empty() : Optional.of(selection.reasons()));
        return new Checked(
                new AgentReadiness(
                        agent.profile().name(),
                        reason.isEmpty(),
                        reason,
                        selection.explained().hops()),
                true);
    }

    private static ExecutableSelection select(DispatchSnapshot snapshot, TaskQueue queue, AvailableAgent agent) {
        SelectionContext context = snapshot.context();
        var project = snapshot.projectOf(agent.profile(), queue);
        return context.candidates(agent.profile(), Preferences.Choice.NONE, project)
                .select(candidate ->
                        context.contention(agent.profile().kind(), candidate, snapshot.occupancy(), _ -> 0));
    }

    private static Optional<String> busy(AvailableAgent agent) {
        return agent.freeSessions() > 0
                ? Optional.empty()
                : Optional.of("It already runs as many sessions as its maxConcurrentTasks allows.");
    }

    private static Optional<String> spent(SelectionContext context, AvailableAgent agent) {
        return context.budgets()
                .workspace()
                .or(() -> context.budgets().agent(agent.profile().id()))
                .map(budget -> budget.reason());
    }
}
