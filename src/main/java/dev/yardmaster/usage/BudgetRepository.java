package dev.yardmaster.usage;

import dev.yardmaster.usage.Budget.Spent;
import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/** Stores budgets through Hibernate, and reads them together with the usage of the day through plain SQL. */
@ApplicationScoped
class BudgetRepository implements PanacheRepositoryBase<BudgetEntity, Long> {
    // One pass over the sessions of the day computes the sums per agent, per provider and in total. Without budgets no
    // session is read.
    private static final String ALL = """
            WITH today AS (
                SELECT agent, provider, sum(input_tokens + output_tokens + cache_write_tokens) AS tokens,
                    round(sum(cost_usd)::numeric, 9) AS usd,
                    count(*) FILTER (WHERE cost_usd IS NULL
                        AND input_tokens + output_tokens + cache_read_tokens + cache_write_tokens > 0) AS cost_unknown
                FROM session_usage
                WHERE started_at >= $1 AND started_at < $2 AND EXISTS (SELECT FROM budget)
                GROUP BY GROUPING SETS ((agent), (provider), ())
            )
            SELECT b.*, a.name AS agent_name, coalesce(t.tokens, 0)::bigint AS spent_tokens,
                coalesce(t.usd, 0)::double precision AS spent_usd, coalesce(t.cost_unknown, 0) AS cost_unknown
            FROM budget b LEFT JOIN agent a ON a.id = b.agent
                LEFT JOIN today t ON coalesce(t.agent::text, '') = coalesce(b.agent::text, '')
                    AND coalesce(t.provider, '') = coalesce(b.provider, '')
            """;

    // One statement, so that two clients can set the same budget at the same time.
    private static final String PUT = """
            insert into BudgetEntity (agent, provider, usd, tokens) values (:agent, :provider, :usd, :tokens)
            on conflict (agent, provider) do update set usd = excluded.usd, tokens = excluded.tokens
            """;

    private static final String BY_OWNER = "agent is not distinct from ?1 and provider is not distinct from ?2";

    /** All budgets, with what was spent on the UTC day that contains {@code now}. */
    Uni<List<Budget>> all(SqlClient client, Instant now) {
        Instant midnight = now.truncatedTo(ChronoUnit.DAYS);
        Instant next = midnight.plus(Duration.ofDays(1));
        return client.preparedQuery(ALL)
                .execute(Tuple.of(midnight.atOffset(ZoneOffset.UTC), next.atOffset(ZoneOffset.UTC)))
                .map(rows -> rows.stream().map(row -> budget(row, next)).toList());
    }

    /** Adds a budget, or replaces the one with the same owner. */
    @WithTransaction
    Uni<Void> put(BudgetOwner owner, BudgetSpec spec) {
        return getSession()
                .chain(hibernate -> hibernate
                        .createMutationQuery(PUT)
                        .setParameter("agent", owner.agent().orElse(null))
                        .setParameter("provider", owner.provider().orElse(null))
                        .setParameter("usd", spec.usd().orElse(null))
                        .setParameter("tokens", spec.tokens().orElse(null))
                        .executeUpdate())
                .replaceWithVoid();
    }

    /** Removes a budget; returns false if it did not exist. */
    @WithTransaction
    Uni<Boolean> remove(BudgetOwner owner) {
        return delete(BY_OWNER, owner.agent().orElse(null), owner.provider().orElse(null))
                .map(count -> count == 1);
    }

    private static Budget budget(Row row, Instant resetsAt) {
        BudgetEntity entity = BudgetEntity.of(row);
        return new Budget(
                Optional.ofNullable(entity.agent),
                Optional.ofNullable(row.getString("agent_name")),
                Optional.ofNullable(entity.provider),
                Optional.ofNullable(entity.usd),
                Optional.ofNullable(entity.tokens),
                new Spent(row.getDouble("spent_usd"), row.getLong("spent_tokens"), row.getLong("cost_unknown")),
                resetsAt);
    }
}
