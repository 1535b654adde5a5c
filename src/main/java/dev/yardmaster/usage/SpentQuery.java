package dev.yardmaster.usage;

import dev.yardmaster.usage.Budget.Spent;
import dev.yardmaster.usage.BudgetPeriod.Window;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.function.Function;

/** Sums up what the owners of budgets spent. */
final class SpentQuery {
    /** After the end of every period. */
    static final OffsetDateTime NEVER = OffsetDateTime.of(9999, 1, 1, 0, 0, 0, 0, ZoneOffset.UTC);

    // One pass over the sessions of a window computes the sums of all owners. Sessions without a project or a plan get
    // no key there.
    private static final String SUMS = """
            WITH share AS (
                SELECT * FROM unnest($1::text[], $2::timestamptz[], $3::timestamptz[]) WITH ORDINALITY
                    AS s (owner, since, until, number)
            ), used AS (
                SELECT w.since, w.until, u.* FROM (SELECT DISTINCT since, until FROM share) w CROSS JOIN LATERAL (
                    SELECT CASE 0
                            WHEN grouping(agent) THEN 'agent ' || agent
                            WHEN grouping(provider) THEN 'provider ' || provider
                            WHEN grouping(project) THEN 'project ' || project
                            WHEN grouping(plan) THEN 'plan ' || plan
                            ELSE 'workspace' END AS owner,
                        sum(input_tokens + output_tokens + cache_write_tokens)::bigint AS tokens,
                        round(sum(cost_usd)::numeric, 9)::double precision AS usd,
                        count(*) FILTER (WHERE cost_usd IS NULL
                            AND input_tokens + output_tokens + cache_read_tokens + cache_write_tokens > 0) AS cost_unknown
                    FROM session_usage
                    WHERE started_at >= w.since AND started_at < w.until
                    GROUP BY GROUPING SETS ((agent), (provider), (project), (plan), ())) u
            )
            SELECT coalesce(used.tokens, 0) AS tokens, coalesce(used.usd, 0) AS usd, coalesce(used.cost_unknown, 0) AS cost_unknown
            FROM share LEFT JOIN used USING (owner, since, until) ORDER BY share.number
            """;

    private SpentQuery() {}

    /** What one owner spent in one window. */
    record Share(BudgetOwner owner, Window window) {}

    /** The sums for these shares, in the same order. Without shares it reads nothing. */
    static Uni<List<Spent>> of(SqlClient client, List<Share> shares) {
        return shares.isEmpty()
                ? Uni.createFrom().item(List.of())
                : client.preparedQuery(SUMS)
                        .execute(Tuple.of(
                                column(shares, share -> key(share.owner())).toArray(String[]::new),
                                column(shares, share -> utc(share.window().start()))
                                        .toArray(OffsetDateTime[]::new),
                                column(
                                                shares,
                                                share -> share.window()
                                                        .end()
                                                        .map(SpentQuery::utc)
                                                        .orElse(NEVER))
                                        .toArray(OffsetDateTime[]::new)))
                        .map(rows -> rows.stream().map(SpentQuery::spent).toList());
    }

    private static <T> List<T> column(List<Share> shares, Function<Share, T> value) {
        return shares.stream().map(value).toList();
    }

    private static String key(BudgetOwner owner) {
        return owner.agent()
                .map(id -> "agent " + id)
                .or(() -> owner.provider().map(id -> "provider " + id))
                .or(() -> owner.project().map(id -> "project " + id))
                .or(() -> owner.plan().map(id -> "plan " + id))
                .orElse("workspace");
    }

    private static OffsetDateTime utc(Instant at) {
        return at.atOffset(ZoneOffset.UTC);
    }

    private static Spent spent(Row row) {
        return new Spent(row.getDouble("usd"), row.getLong("tokens"), row.getLong("cost_unknown"));
    }
}
