package dev.yardmaster.usage;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * The daily budgets that were exhausted at one moment. Immutable.
 *
 * @param workspace the exhausted budget of the workspace, which blocks all new tasks
 * @param agents the exhausted budgets of agents by agent id; each blocks new tasks of its agent
 * @param providers the exhausted budgets of providers by provider id; each blocks new tasks on its provider
 */
public record Budgets(Optional<Exhausted> workspace, Map<UUID, Exhausted> agents, Map<String, Exhausted> providers) {
    /** No budget is exhausted. */
    public static final Budgets NONE = new Budgets(Optional.empty(), Map.of(), Map.of());

    public Budgets {
        agents = Map.copyOf(agents);
        providers = Map.copyOf(providers);
    }

    /**
     * An exhausted budget.
     *
     * @param reason a sentence for people with the owner, the amounts and the time of the reset
     * @param until when the budget resets
     */
    public record Exhausted(String reason, Instant until) {}

    static Budgets of(List<Budget> budgets) {
        Map<UUID, Exhausted> agents = new HashMap<>();
        Map<String, Exhausted> providers = new HashMap<>();
        Optional<Exhausted> workspace = Optional.empty();
        for (Budget budget : budgets) {
            Optional<Exhausted> exhausted = budget.exhaustion();
            budget.agent().ifPresent(id -> exhausted.ifPresent(it -> agents.put(id, it)));
            budget.provider().ifPresent(id -> exhausted.ifPresent(it -> providers.put(id, it)));
            workspace = budget.owner().equals(BudgetOwner.WORKSPACE) ? exhausted : workspace;
        }
        return new Budgets(workspace, agents, providers);
    }

    /** The exhausted budget of an agent; empty if the agent has no budget or may go on. */
    public Optional<Exhausted> agent(UUID agent) {
        return Optional.ofNullable(agents.get(agent));
    }

    /** The exhausted budget of a provider; empty if the provider has no budget or may go on. */
    public Optional<Exhausted> provider(String provider) {
        return Optional.ofNullable(providers.get(provider));
    }

    /** When the first exhausted budget resets, but not before {@code now}; empty if no budget is exhausted. */
    public Optional<Instant> soonestReset(Instant now) {
        return Stream.of(workspace.stream(), agents.values().stream(), providers.values().stream())
                .flatMap(exhausted -> exhausted)
                .map(Exhausted::until)
                .min(Instant::compareTo)
                .map(until -> until.isBefore(now) ? now : until);
    }
}
