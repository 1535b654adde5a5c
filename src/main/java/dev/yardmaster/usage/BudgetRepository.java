package dev.yardmaster.usage;

import dev.yardmaster.usage.Budget.Spent;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/** The rows of budgets. */
@Singleton
class BudgetRepository {
    // One pass over the sessions of the day, for each agent, each provider and all; none where there is no budget.
    private static final String ALL = """
            WITH today AS (
                SELECT agent, provider, sum(input_tokens + output_tokens + cache_write_tokens) AS tokens,
                    round(sum(cost_usd)::numeric, 9) AS usd,
                    count(*) FILTER (WHERE cost_usd IS NULL
                        AND input_tokens + output_tokens + cache_read_tokens + cache_write_tokens > 0) AS cost_unknown
                FROM session
                WHERE started_at >= $1 AND started_at < $2 AND EXISTS (SELECT FROM budget)
                GROUP BY GROUPING SETS ((agent), (provider), ())
            )
            SELECT b.*, a.name AS agent_name, coalesce(t.tokens, 0)::bigint AS spent_tokens,
                coalesce(t.usd, 0)::double precision AS spent_usd, coalesce(t.cost_unknown, 0) AS cost_unknown
            FROM budget b LEFT JOIN agent a ON a.id = b.agent
                LEFT JOIN today t ON coalesce(t.agent::text, '') = coalesce(b.agent::text, '')
                    AND coalesce(t.provider, '') = coalesce(b.provider, '')
            """;

    private static final String PUT = """
            INSERT INTO budget (agent, provider, usd, tokens) VALUES ($1, $2, $3, $4)
            ON CONFLICT (agent, provider) DO UPDATE SET usd = EXCLUDED.usd, tokens = EXCLUDED.tokens
            """;

    private static final String REMOVE =
            "DELETE FROM budget WHERE agent IS NOT DISTINCT FROM $1 AND provider IS NOT DISTINCT FROM $2";

    private final Pool pool;

    BudgetRepository(Pool pool) {
        this.pool = pool;
    }

    /** All budgets, with what was spent of them on the day of a moment. */
    Uni<List<Budget>> all(SqlClient client, Instant now) {
        Instant midnight = now.truncatedTo(ChronoUnit.DAYS);
        Instant next = midnight.plus(Duration.ofDays(1));
        return client.preparedQuery(ALL)
                .execute(Tuple.of(midnight.atOffset(ZoneOffset.UTC), next.atOffset(ZoneOffset.UTC)))
                .map(rows -> rows.stream().map(row -> budget(row, next)).toList());
    }

    /** Adds a budget, or takes the place of the one there is. */
    Uni<Void> put(BudgetOwner owner, BudgetSpec spec) {
        return pool.preparedQuery(PUT)
                .execute(Tuple.of(
                        owner.agent().orElse(null),
                        owner.provider().orElse(null),
                        spec.usd().orElse(null),
                        spec.tokens().orElse(null)))
                .replaceWithVoid();
    }

    /** Says whether there was one. */
    Uni<Boolean> remove(BudgetOwner owner) {
        return pool.preparedQuery(REMOVE)
                .execute(Tuple.of(owner.agent().orElse(null), owner.provider().orElse(null)))
                .map(rows -> rows.rowCount() == 1);
    }

    private static Budget budget(Row row, Instant resetsAt) {
        return new Budget(
                Optional.ofNullable(row.getUUID("agent")),
                Optional.ofNullable(row.getString("agent_name")),
                Optional.ofNullable(row.getString("provider")),
                Optional.ofNullable(row.getDouble("usd")),
                Optional.ofNullable(row.getLong("tokens")),
                new Spent(row.getDouble("spent_usd"), row.getLong("spent_tokens"), row.getLong("cost_unknown")),
                resetsAt);
    }
}
