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
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Sums up what the owners of budgets spent. */
final class SpentQuery {
    /** After the end of every period. */
    static final OffsetDateTime NEVER = OffsetDateTime.of(9999, 1, 1, 0, 0, 0, 0, ZoneOffset.UTC);

    // One pass over the sessions of a window computes the sums of all owners. Sessions without a project or a plan get
    // no key there.
    private static final String SUMS = """
            WITH share AS (
                SELECT * FROM unnest($1::text[], $2::timestamptz[], $3::timestamptz[], $4::timestamptz[]) WITH ORDINALITY
                    AS s (owner, start, since, until, number)
            ), used AS (
                SELECT w.*, u.*
                FROM (SELECT DISTINCT start, since, until FROM share) w CROSS JOIN LATERAL (
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
                    FROM (
                        SELECT * FROM session_usage
                        WHERE started_at >= w.since AND started_at < w.until AND id <> ALL($5)
                        UNION ALL
                        SELECT * FROM session_usage WHERE id = ANY($6) AND started_at >= w.start AND started_at < w.since) s
                    GROUP BY GROUPING SETS ((agent), (provider), (project), (plan), ())) u
            )
            SELECT coalesce(used.tokens, 0) AS tokens, coalesce(used.usd, 0) AS usd, coalesce(used.cost_unknown, 0) AS cost_unknown
            FROM share LEFT JOIN used USING (owner, start, since, until) ORDER BY share.number
            """;

    private static final String OPEN = "SELECT id FROM session WHERE ended_at IS NULL AND started_at < $1";

    private SpentQuery() {}

    /** What one owner spends in one window. */
    record Share(BudgetOwner owner, Window window) {}

    /** The sessions that started before a time and have not ended. */
    static Uni<Set<UUID>> open(SqlClient client, Instant before) {
        return client.preparedQuery(OPEN)
                .execute(Tuple.of(utc(before)))
                .map(rows -> rows.stream().map(row -> row.getUUID("id")).collect(Collectors.toUnmodifiableSet()));
    }

    /** What these shares spent before a time, without some sessions, in the same order. */
    static Uni<List<Spent>> before(SqlClient client, List<Share> shares, Instant until, Set<UUID> except) {
        return sums(client, shares, Window::start, _ -> utc(until), except, Set.of());
    }

    /** What these shares spent since a time, and in some earlier sessions, in the same order. */
    static Uni<List<Spent>> since(SqlClient client, List<Share> shares, Instant since, Set<UUID> earlier) {
        return sums(
                client,
                shares,
                window -> window.start().isAfter(since) ? window.start() : since,
                window -> window.end().map(SpentQuery::utc).orElse(NEVER),
                Set.of(),
                earlier);
    }

    private static Uni<List<Spent>> sums(
            SqlClient client,
            List<Share> shares,
            Function<Window, Instant> since,
            Function<Window, OffsetDateTime> until,
            Set<UUID> except,
            Set<UUID> earlier) {
        return client.preparedQuery(SUMS)
                .execute(Tuple.tuple()
                        .addArrayOfString(
                                shares.stream().map(share -> key(share.owner())).toArray(String[]::new))
                        .addArrayOfOffsetDateTime(times(shares, window -> utc(window.start())))
                        .addArrayOfOffsetDateTime(times(shares, window -> utc(since.apply(window))))
                        .addArrayOfOffsetDateTime(times(shares, until))
                        .addArrayOfUUID(except.toArray(UUID[]::new))
                        .addArrayOfUUID(earlier.toArray(UUID[]::new)))
                .map(rows -> rows.stream().map(SpentQuery::spent).toList());
    }

    private static OffsetDateTime[] times(List<Share> shares, Function<Window, OffsetDateTime> time) {
        return shares.stream().map(share -> time.apply(share.window())).toArray(OffsetDateTime[]::new);
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
