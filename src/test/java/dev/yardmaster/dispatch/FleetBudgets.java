package dev.yardmaster.dispatch;

import dev.yardmaster.usage.BudgetOwner;
import dev.yardmaster.usage.Budgets;
import dev.yardmaster.usage.Budgets.Exhausted;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;

/** The daily token budgets of a simulated fleet, and the sessions that have used them. */
final class FleetBudgets {
    final Map<UUID, Long> agents = new HashMap<>();
    final Map<String, Long> providers = new HashMap<>();
    Optional<Long> workspace = Optional.empty();
    private final List<FleetSession> ended = new ArrayList<>();

    void addUsage(FleetSession session) {
        if (session.tokens > 0) {
            ended.add(session);
        }
    }

    void removeAll() {
        agents.clear();
        providers.clear();
        workspace = Optional.empty();
    }

    /** The budgets that are spent. */
    Budgets exhausted(Instant now) {
        Instant midnight = nextMidnight(now);
        ended.removeIf(session -> !nextMidnight(session.startedAt).equals(midnight));
        var exhausted = new Exhausted("It is spent.", Optional.of(midnight));
        Map<BudgetOwner, Exhausted> spent = new HashMap<>();
        agents.forEach((id, budget) -> {
            if (tokens(it -> it.agent.profile.id().equals(id)) >= budget) {
                spent.put(BudgetOwner.agent(id), exhausted);
            }
        });
        providers.forEach((id, budget) -> {
            if (tokens(it -> it.resolution.provider().equals(id)) >= budget) {
                spent.put(BudgetOwner.provider(id), exhausted);
            }
        });
        workspace
                .filter(budget -> tokens(_ -> true) >= budget)
                .ifPresent(_ -> spent.put(BudgetOwner.WORKSPACE, exhausted));
        return new Budgets(spent);
    }

    static Instant nextMidnight(Instant now) {
        return now.atOffset(ZoneOffset.UTC)
                .toLocalDate()
                .plusDays(1)
                .atStartOfDay()
                .toInstant(ZoneOffset.UTC);
    }

    private long tokens(Predicate<FleetSession> of) {
        return ended.stream().filter(of).mapToLong(session -> session.tokens).sum();
    }
}
