package dev.yardmaster.usage;

import dev.yardmaster.usage.Budget.Names;
import dev.yardmaster.usage.Budget.Spent;
import dev.yardmaster.usage.BudgetPeriod.Window;
import dev.yardmaster.usage.SpentQuery.Share;
import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Stores budgets through Hibernate, and reads them together with what was spent of them through plain SQL. */
@ApplicationScoped
class BudgetRepository implements PanacheRepositoryBase<BudgetEntity, Long> {
    private static final String ALL = """
            SELECT b.*, a.name AS agent_name, p.name AS project_name, l.name AS plan_name
            FROM budget b LEFT JOIN agent a ON a.id = b.agent LEFT JOIN project p ON p.id = b.project LEFT JOIN plan l ON l.id = b.plan
            """;

    // One statement, so that two clients can set the same budget at the same time.
    private static final String PUT = """
            insert into BudgetEntity (agent, provider, project, plan, period, usd, tokens, timeZone, warningPercent)
            values (:agent, :provider, :project, :plan, :period, :usd, :tokens, :timeZone, :warningPercent)
            on conflict (agent, provider, project, plan, period) do update
            set usd = excluded.usd, tokens = excluded.tokens, timeZone = excluded.timeZone, warningPercent = excluded.warningPercent
            """;

    private static final String BY_OWNER_AND_PERIOD = """
            agent is not distinct from ?1 and provider is not distinct from ?2 and project is not distinct from ?3
            and plan is not distinct from ?4 and period = ?5
            """;

    private final SpentSums sums;

    BudgetRepository(SpentSums sums) {
        this.sums = sums;
    }

    /** A row with the period that contains the moment of the query. */
    private record Found(BudgetEntity entity, Names names, BudgetPeriod period, Window window) {
        static Found of(Row row, Instant now) {
            BudgetEntity entity = BudgetEntity.of(row);
            BudgetPeriod period = BudgetPeriod.of(entity.period);
            return new Found(
                    entity,
                    new Names(
                            Optional.ofNullable(row.getString("agent_name")),
                            Optional.ofNullable(row.getString("project_name")),
                            Optional.ofNullable(row.getString("plan_name"))),
                    period,
                    period.window(now, entity.terms().zone()));
        }

        Share share() {
            return new Share(entity.owner(), window);
        }

        Budget with(Spent spent) {
            return new Budget(entity.id, entity.owner(), names, period, entity.terms(), spent, window.end());
        }
    }

    /** All budgets, with what was spent in their periods that contain {@code now}. Without budgets it reads no sessions. */
    Uni<List<Budget>> all(SqlClient client, Instant now) {
        return client.preparedQuery(ALL)
                .execute()
                .map(rows -> rows.stream().map(row -> Found.of(row, now)).toList())
                .chain(found -> sums.of(client, found.stream().map(Found::share).toList(), now)
                        .map(spent -> IntStream.range(0, found.size())
                                .mapToObj(i -> found.get(i).with(spent.get(i)))
                                .toList()));
    }

    /** Adds a budget, or replaces the one with the same owner and period. */
    @WithTransaction
    Uni<Void> put(BudgetOwner owner, BudgetPeriod period, BudgetTerms terms) {
        return getSession()
                .chain(hibernate -> hibernate
                        .createMutationQuery(PUT)
                        .setParameter("agent", owner.agent().orElse(null))
                        .setParameter("provider", owner.provider().orElse(null))
                        .setParameter("project", owner.project().orElse(null))
                        .setParameter("plan", owner.plan().orElse(null))
                        .setParameter("period", period.word())
                        .setParameter("usd", terms.usd().orElse(null))
                        .setParameter("tokens", terms.tokens().orElse(null))
                        .setParameter("timeZone", terms.timeZone().orElse(null))
                        .setParameter("warningPercent", terms.warningPercent().orElse(null))
                        .executeUpdate())
                .replaceWithVoid();
    }

    /** Removes a budget; returns false if it did not exist. */
    @WithTransaction
    Uni<Boolean> remove(BudgetOwner owner, BudgetPeriod period) {
        return delete(
                        BY_OWNER_AND_PERIOD,
                        owner.agent().orElse(null),
                        owner.provider().orElse(null),
                        owner.project().orElse(null),
                        owner.plan().orElse(null),
                        period.word())
                .map(count -> count == 1);
    }
}
