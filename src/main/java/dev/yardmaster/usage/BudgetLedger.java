package dev.yardmaster.usage;

import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.YardmasterException;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlClient;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/** The budgets, shared by all replicas of the service. Every change wakes the dispatcher. For any thread. */
@Singleton
public class BudgetLedger {
    private final BudgetRepository repository;
    private final Pool pool;

    BudgetLedger(BudgetRepository repository, Pool pool) {
        this.repository = repository;
        this.pool = pool;
    }

    /**
     * The budgets that are exhausted at an instant.
     *
     * @param client a connection, if the query must run in its transaction, else the pool. Without budgets the query reads no sessions
     */
    public Uni<Budgets> current(SqlClient client, Instant at) {
        return repository.all(client, at).map(Budgets::of);
    }

    /** Up to {@code limit} budgets in the order of their paths, after a path. */
    Uni<List<Budget>> list(String after, int limit) {
        return repository
                .all(pool, Instant.now())
                .map(budgets -> budgets.stream()
                        .filter(budget -> budget.path().compareTo(after) > 0)
                        .sorted(Comparator.comparing(Budget::path))
                        .limit(limit)
                        .toList());
    }

    /** The budget of an owner for a period; fails with {@code budget_not_found}. */
    Uni<Budget> get(BudgetOwner owner, BudgetPeriod period) {
        return repository
                .all(pool, Instant.now())
                .map(budgets -> budgets.stream()
                        .filter(budget -> budget.owner().equals(owner) && budget.period() == period)
                        .findFirst()
                        .orElseThrow(() -> notFound(period)));
    }

    /** Adds or replaces a budget. Fails with {@code invalid_request}. */
    Uni<Budget> put(BudgetOwner owner, BudgetPeriod period, BudgetSpec spec) {
        return repository.put(owner, period, spec.terms(period)).chain(() -> get(owner, period));
    }

    /** Removes a budget. Fails with {@code budget_not_found}. */
    Uni<Void> remove(BudgetOwner owner, BudgetPeriod period) {
        return repository
                .remove(owner, period)
                .invoke(found -> requireFound(found, period))
                .replaceWithVoid();
    }

    private static void requireFound(boolean found, BudgetPeriod period) {
        if (!found) {
            throw notFound(period);
        }
    }

    private static YardmasterException notFound(BudgetPeriod period) {
        return new YardmasterException(
                ErrorCode.BUDGET_NOT_FOUND,
                "This owner has no " + period.adjective()
                        + " budget. The parameter 'period' selects another one: day (the"
                        + " default), month or total. GET /api/budgets lists all budgets.");
    }
}
