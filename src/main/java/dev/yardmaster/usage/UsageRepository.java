package dev.yardmaster.usage;

import dev.yardmaster.usage.UsageRow.Group;
import dev.yardmaster.usage.UsageRow.Sums;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/** Sums up the usage of sessions. */
@Singleton
class UsageRepository {
    // A generic plan would keep every join and every filter, and takes ten times as long as a plan for the actual
    // values.
    private static final String CUSTOM_PLAN = "SET LOCAL plan_cache_mode = force_custom_plan";

    // PostgreSQL removes the joins that neither the groups nor the filters need.
    private static final String SUMS = """
            count(*) AS sessions,
                coalesce(sum(s.input_tokens), 0)::bigint AS input_tokens,
                coalesce(sum(s.output_tokens), 0)::bigint AS output_tokens,
                coalesce(sum(s.cache_read_tokens), 0)::bigint AS cache_read_tokens,
                coalesce(sum(s.cache_write_tokens), 0)::bigint AS cache_write_tokens,
                round(sum(s.cost_usd)::numeric, 9)::double precision AS cost_usd,
                count(*) FILTER (WHERE s.cost_usd IS NULL
                    AND s.input_tokens + s.output_tokens + s.cache_read_tokens + s.cache_write_tokens > 0) AS cost_unknown
            FROM session_usage s LEFT JOIN agent a ON a.id = s.agent LEFT JOIN project p ON p.id = s.project
            WHERE s.started_at >= $1 AND s.started_at < $2
                AND ($3::text IS NULL OR s.agent::text = lower($3) OR a.name = $3)
                AND ($4::text IS NULL OR s.provider = $4)
                AND ($5::text IS NULL OR s.executable = $5)
                AND ($6::uuid IS NULL OR s.task = $6)
                AND ($7::text IS NULL OR p.id::text = lower($7) OR p.name = $7)
            """;

    private static final String KNOWN = """
            SELECT $1::text IS NULL OR EXISTS (SELECT FROM agent WHERE id::text = lower($1) OR name = $1) AS agent,
                $2::uuid IS NULL OR EXISTS (SELECT FROM task WHERE id = $2) AS task,
                $3::text IS NULL OR EXISTS (SELECT FROM project WHERE id::text = lower($3) OR name = $3) AS project
            """;

    private final Pool pool;

    UsageRepository(Pool pool) {
        this.pool = pool;
    }

    /**
     * A row with its sort key.
     *
     * @param key one text per dimension; an empty text if the sessions have no value
     */
    record Found(List<String> key, UsageRow row) {}

    /** Whether the agent, task and project of a filter exist now; true for those that the filter does not name. */
    record Known(boolean agent, boolean task, boolean project) {}

    /** Up to {@code limit} groups after a key. Without dimensions the result is one group with all sessions. */
    Uni<List<Found>> sums(List<Dimension> by, UsageFilter filter, Optional<List<String>> after, int limit) {
        Tuple values = Tuple.tuple()
                .addOffsetDateTime(filter.period().since().atOffset(ZoneOffset.UTC))
                .addOffsetDateTime(filter.period().until().atOffset(ZoneOffset.UTC))
                .addString(filter.agent().orElse(null))
                .addString(filter.provider().orElse(null))
                .addString(filter.executable().orElse(null))
                .addUUID(filter.task().orElse(null))
                .addString(filter.project().orElse(null))
                .addArrayOfString(after.map(key -> key.toArray(String[]::new)).orElse(null))
                .addInteger(limit);
        return pool.withTransaction(transaction -> transaction
                .query(CUSTOM_PLAN)
                .execute()
                .chain(() -> transaction.preparedQuery(sql(by)).execute(values))
                .map(rows -> rows.stream().map(UsageRepository::found).toList()));
    }

    Uni<Known> known(UsageFilter filter) {
        return pool.preparedQuery(KNOWN)
                .execute(Tuple.of(
                        filter.agent().orElse(null),
                        filter.task().orElse(null),
                        filter.project().orElse(null)))
                .map(rows -> rows.iterator().next())
                .map(row -> new Known(row.getBoolean("agent"), row.getBoolean("task"), row.getBoolean("project")));
    }

    private static String sql(List<Dimension> by) {
        String key = by.stream()
                .map(dimension -> "coalesce(" + dimension.sql() + "::text, '')")
                .collect(Collectors.joining(", ", "ARRAY[", "]::text[]"));
        return "SELECT " + key + " AS key, " + columns(by) + SUMS + " AND ($8::text[] IS NULL OR " + key + " > $8)"
                + groups(by) + " ORDER BY key LIMIT $9";
    }

    private static String columns(List<Dimension> by) {
        return by.stream().map(Dimension::columns).collect(Collectors.joining());
    }

    private static String groups(List<Dimension> by) {
        return by.isEmpty() ? "" : by.stream().map(Dimension::sql).collect(Collectors.joining(", ", " GROUP BY ", ""));
    }

    private static Found found(Row row) {
        return new Found(List.of(row.getArrayOfStrings("key")), new UsageRow(group(row), sums(row)));
    }

    private static Group group(Row row) {
        return new Group(
                value(row, Dimension.DAY.word(), LocalDate.class),
                value(row, Dimension.PROJECT.word(), UUID.class),
                value(row, "project_name", String.class),
                value(row, Dimension.AGENT.word(), UUID.class),
                value(row, "agent_name", String.class),
                value(row, Dimension.PROVIDER.word(), String.class),
                value(row, Dimension.EXECUTABLE.word(), String.class),
                value(row, Dimension.MODEL.word(), String.class),
                value(row, Dimension.TASK.word(), UUID.class),
                value(row, Dimension.SESSION.word(), UUID.class));
    }

    private static Sums sums(Row row) {
        return new Sums(
                row.getLong("sessions"),
                row.getLong("input_tokens"),
                row.getLong("output_tokens"),
                row.getLong("cache_read_tokens"),
                row.getLong("cache_write_tokens"),
                value(row, "cost_usd", Double.class),
                row.getLong("cost_unknown"));
    }

    /** The value of a column; empty for null and for a column that the query does not select. */
    private static <T> Optional<T> value(Row row, String column, Class<T> type) {
        return row.getColumnIndex(column) < 0 ? Optional.empty() : Optional.ofNullable(row.get(type, column));
    }
}
