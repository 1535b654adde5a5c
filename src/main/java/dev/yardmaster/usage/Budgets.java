package dev.yardmaster.usage;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * What of the daily budgets was exhausted at one moment. Immutable.
 *
 * @param workspace why nothing new may be started at all
 * @param agents why nothing new may be started for an agent, by its id
 * @param providers why nothing new may be started on a provider, by its id
 */
public record Budgets(Optional<Exhausted> workspace, Map<UUID, Exhausted> agents, Map<String, Exhausted> providers) {
    /** Nothing is exhausted. */
    public static final Budgets NONE = new Budgets(Optional.empty(), Map.of(), Map.of());

    public Budgets {
        agents = Map.copyOf(agents);
        providers = Map.copyOf(providers);
    }

    /**
     * A budget that is spent.
     *
     * @param reason a sentence for people: whose budget, what was spent of what, and when it is over
     * @param until when it starts anew
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

    /** Why nothing new may be started for an agent today, as far as its own budget goes. */
    public Optional<Exhausted> agent(UUID agent) {
        return Optional.ofNullable(agents.get(agent));
    }

    /** Why nothing new may be started on a provider today, as far as its own budget goes. */
    public Optional<Exhausted> provider(String provider) {
        return Optional.ofNullable(providers.get(provider));
    }

    /** When the first exhausted budget starts anew, which is {@code now} when that has passed; empty when none is exhausted. */
    public Optional<Instant> soonestReset(Instant now) {
        return Stream.of(workspace.stream(), agents.values().stream(), providers.values().stream())
                .flatMap(exhausted -> exhausted)
                .map(Exhausted::until)
                .min(Instant::compareTo)
                .map(until -> until.isBefore(now) ? now : until);
    }
}
