package dev.yardmaster.dispatch;

import dev.yardmaster.dispatch.TaskExplanation.AgentAnswer;
import dev.yardmaster.provider.resolution.Preferences;
import dev.yardmaster.selection.ExecutableSelection;
import dev.yardmaster.selection.SelectionContext;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What each agent says to a task.
 *
 * @param all those that may have it first
 */
record AgentEligibility(List<AgentAnswer> all, boolean anyAble, boolean anyReady) {
    private static final int MOST = 100;

    AgentEligibility {
        all = List.copyOf(all);
    }

    private record Answer(AgentAnswer told, boolean able) {}

    static AgentEligibility of(DispatchSnapshot situation, TaskQueue lane) {
        List<Answer> answers = situation.agents().stream()
                .map(agent -> answer(situation, lane, agent))
                .sorted(Comparator.comparing((Answer it) -> !it.told().ready()).thenComparing(it -> !it.able()))
                .toList();
        return new AgentEligibility(
                answers.stream().map(Answer::told).toList(),
                answers.stream().anyMatch(Answer::able),
                answers.stream().anyMatch(it -> it.told().ready()));
    }

    /** What users are told: that of the agent they ask about, else the first {@value #MOST}. */
    List<AgentAnswer> told(Optional<String> agent) {
        return agent.map(name -> all.stream().filter(it -> it.agent().equals(name)))
                .orElseGet(() -> all.stream().limit(MOST))
                .toList();
    }

    private static Answer answer(DispatchSnapshot situation, TaskQueue lane, AvailableAgent agent) {
        Optional<String> refusal =
                lane.refuses(agent).or(() -> agent.enabled() ? Optional.empty() : Optional.of("It is not enabled."));
        if (refusal.isPresent()) {
            return new Answer(new AgentAnswer(agent.profile().name(), false, refusal, List.of()), false);
        }
        ExecutableSelection choice = choice(situation, lane, agent);
        Optional<String> reason = busy(agent)
                .or(() -> spent(situation.outlook(), agent))
                .or(() -> choice.selected().isPresent() ? Optional.empty() : Optional.of(choice.reasons()));
        return new Answer(
                new AgentAnswer(
                        agent.profile().name(),
                        reason.isEmpty(),
                        reason,
                        choice.explained().hops()),
                true);
    }

    private static ExecutableSelection choice(DispatchSnapshot situation, TaskQueue lane, AvailableAgent agent) {
        SelectionContext outlook = situation.outlook();
        var project = situation.project(agent.profile().context().project(), lane);
        return outlook.candidates(agent.profile(), Preferences.Choice.NONE, project)
                .select(candidate ->
                        outlook.contention(agent.profile().kind(), candidate, situation.occupancy(), _ -> 0));
    }

    private static Optional<String> busy(AvailableAgent agent) {
        return agent.free() > 0 ? Optional.empty() : Optional.of("It has as many sessions as it may.");
    }

    private static Optional<String> spent(SelectionContext outlook, AvailableAgent agent) {
        return outlook.budgets()
                .workspace()
                .or(() -> outlook.budgets().agent(agent.profile().id()))
                .map(budget -> budget.reason());
    }
}
