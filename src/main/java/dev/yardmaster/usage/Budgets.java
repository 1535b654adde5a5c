package dev.yardmaster.usage;

import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.BinaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The budgets that were exhausted at one moment. Immutable.
 *
 * @param exhausted by owner, the exhausted budget that resets last. That of the workspace blocks all new tasks; that of an agent, a project
 *     or a plan blocks the new tasks of its owner; that of a provider blocks new tasks on the provider
 */
public record Budgets(Map<BudgetOwner, Exhausted> exhausted) {
    /** No budget is exhausted. */
    public static final Budgets NONE = new Budgets(Map.of());

    public Budgets {
        exhausted = Map.copyOf(exhausted);
    }

    /**
     * An exhausted budget.
     *
     * @param reason a sentence for people with the owner, the amounts and the time of the reset
     * @param until when the budget resets; empty if it never does
     */
    public record Exhausted(String reason, Optional<Instant> until) {
        /** The budget that resets first comes first. */
        public static final Comparator<Exhausted> BY_RESET =
                Comparator.comparing(exhausted -> exhausted.until().orElse(Instant.MAX));
    }

    static Budgets of(List<Budget> budgets) {
        Map<BudgetOwner, Exhausted> exhausted = new HashMap<>();
        for (Budget budget : budgets) {
            budget.exhaustion()
                    .ifPresent(it -> exhausted.merge(budget.owner(), it, BinaryOperator.maxBy(Exhausted.BY_RESET)));
        }
        return new Budgets(exhausted);
    }

    /** The exhausted budget of the workspace; empty if the workspace has no budget or may go on. */
    public Optional<Exhausted> workspace() {
        return of(BudgetOwner.WORKSPACE);
    }

    /** The exhausted budget of an agent; empty if the agent has no budget or may go on. */
    public Optional<Exhausted> agent(UUID agent) {
        return of(BudgetOwner.agent(agent));
    }

    /** The exhausted budget of a provider; empty if the provider has no budget or may go on. */
    public Optional<Exhausted> provider(String provider) {
        return of(BudgetOwner.provider(provider));
    }

    /** The exhausted budget of a project; empty if the project has no budget or may go on. */
    public Optional<Exhausted> project(UUID project) {
        return of(BudgetOwner.project(project));
    }

    /** The exhausted budget of a plan; empty if the plan has no budget or may go on. */
    public Optional<Exhausted> plan(UUID plan) {
        return of(BudgetOwner.plan(plan));
    }

    /** The plans whose budgets are exhausted. */
    public Set<UUID> plans() {
        return exhausted.keySet().stream()
                .flatMap(owner -> owner.plan().stream())
                .collect(Collectors.toUnmodifiableSet());
    }

    /**
     * The budget that keeps an agent from a task for the longest time, whatever the task runs on; empty if none does.
     *
     * @param project that of the task, else that of the agent
     * @param plan that of the task
     */
    public Optional<Exhausted> blocking(UUID agent, Optional<UUID> project, Optional<UUID> plan) {
        return Stream.of(workspace(), agent(agent), project.flatMap(this::project), plan.flatMap(this::plan))
                .flatMap(Optional::stream)
                .max(Exhausted.BY_RESET);
    }

    /** When the first exhausted budget resets, but not before {@code now}; empty if none resets. */
    public Optional<Instant> soonestReset(Instant now) {
        return exhausted.values().stream()
                .flatMap(it -> it.until().stream())
                .min(Instant::compareTo)
                .map(until -> until.isBefore(now) ? now : until);
    }

    private Optional<Exhausted> of(BudgetOwner owner) {
        return Optional.ofNullable(exhausted.get(owner));
    }
}
