package dev.yardmaster.limit;

import dev.yardmaster.id.Ids;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The rows of the ledger. */
@Singleton
class LimitRepository {
    // Serializes reports of the same limit. An advisory lock, because the limit may have no row yet.
    private static final String LOCK = "SELECT pg_advisory_xact_lock(hashtextextended($1, 0))";

    private static final String LAST = """
            SELECT * FROM limit_entry
            WHERE executable = $1 AND model_scope = $2 AND window_name = $3 AND cleared_at IS NULL
            """;

    private static final String INSERT = """
            INSERT INTO limit_entry (id, executable, provider, model_scope, window_name, blocked_until, source, confidence,
                reported_at, repeats, session, text)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
            RETURNING *
            """;

    private static final String CLEAR =
            "UPDATE limit_entry SET cleared_at = coalesce(cleared_at, now()) WHERE id = $1 RETURNING *";

    private static final String CURRENT =
            "SELECT * FROM limit_entry WHERE cleared_at IS NULL AND blocked_until > $1 ORDER BY blocked_until, id";

    // A limit that a person cleared has no slow start. If the limit was for all models, sessions of all models count.
    private static final String SLOW_STARTS = """
            SELECT l.executable, l.model_scope, l.blocked_until, s.started, s.answered_at, s.probe_started_at
            FROM limit_entry l CROSS JOIN LATERAL (
                SELECT count(*)::int AS started, min(answered_at) AS answered_at,
                    max(started_at) FILTER (WHERE ended_at IS NULL AND answered_at IS NULL) AS probe_started_at
                FROM session
                WHERE executable = l.executable AND started_at >= l.blocked_until
                    AND (l.model_scope = '*' OR strpos(lower(coalesce(model, l.model_scope)), l.model_scope) > 0)) s
            WHERE l.cleared_at IS NULL AND l.blocked_until <= $2 AND l.blocked_until > $2 - interval '1 second' * $1
            """;

    private static final String ANSWERED = """
            SELECT EXISTS (
                SELECT FROM session
                WHERE executable = $1 AND started_at >= $3 AND answered_at IS NOT NULL
                    AND ($2 = '*' OR strpos(lower(coalesce(model, $2)), $2) > 0)) AS answered
            """;

    // Ids are ordered by time, so the newest limits come first.
    private static final String LIST = """
            SELECT * FROM limit_entry
            WHERE ($1::uuid IS NULL OR id < $1) AND ($2 OR cleared_at IS NULL AND blocked_until > now())
            ORDER BY id DESC LIMIT $3
            """;

    /** Makes other reports of the same limit wait until the transaction ends. */
    Uni<Void> lock(SqlClient transaction, LimitReport report) {
        String key = String.join(
                " ",
                "limit",
                report.executable(),
                report.limit().modelScope(),
                report.limit().window());
        return transaction.preparedQuery(LOCK).execute(Tuple.of(key)).replaceWithVoid();
    }

    /** The newest row for the limit of a report; it may have ended. */
    Uni<Optional<Limit>> last(SqlClient client, LimitReport report) {
        return client.preparedQuery(LAST)
                .execute(Tuple.of(
                        report.executable(),
                        report.limit().modelScope(),
                        report.limit().window()))
                .map(LimitRepository::first);
    }

    Uni<Limit> insert(SqlClient client, LimitReport report, int repeats) {
        Tuple values = Tuple.tuple()
                .addUUID(Ids.next())
                .addString(report.executable())
                .addString(report.provider())
                .addString(report.limit().modelScope())
                .addString(report.limit().window())
                .addOffsetDateTime(report.blockedUntil(repeats).atOffset(ZoneOffset.UTC))
                .addString(report.limit().source().value())
                .addDouble(report.limit().confidence())
                .addOffsetDateTime(report.reportedAt().atOffset(ZoneOffset.UTC))
                .addInteger(repeats)
                .addUUID(report.session().orElse(null))
                .addString(report.text().orElse(null));
        return client.preparedQuery(INSERT)
                .execute(values)
                .map(rows -> limit(rows.iterator().next()));
    }

    /** Whether a session to which the limit would have applied was started after the limit's end, and got an answer. */
    Uni<Boolean> isAnsweredSince(SqlClient client, Limit limit) {
        return client.preparedQuery(ANSWERED)
                .execute(Tuple.of(
                        limit.executable(), limit.model(), limit.blockedUntil().atOffset(ZoneOffset.UTC)))
                .map(rows -> rows.iterator().next().getBoolean("answered"));
    }

    /** Clears a limit and returns it, unchanged if it was cleared before; empty if no limit has this id. */
    Uni<Optional<Limit>> clear(SqlClient client, UUID id) {
        return client.preparedQuery(CLEAR).execute(Tuple.of(id)).map(LimitRepository::first);
    }

    Uni<Limits> current(SqlClient client, Instant at) {
        return client.preparedQuery(CURRENT)
                .execute(Tuple.of(at.atOffset(ZoneOffset.UTC)))
                .map(rows ->
                        new Limits(rows.stream().map(LimitRepository::limit).toList()));
    }

    Uni<SlowStarts> slowStarts(SqlClient client, Instant at) {
        return client.preparedQuery(SLOW_STARTS)
                .execute(Tuple.of((int) SlowStarts.MEMORY.toSeconds(), at.atOffset(ZoneOffset.UTC)))
                .map(rows -> new SlowStarts(
                        rows.stream().map(LimitRepository::slowStart).toList()));
    }

    Uni<Optional<Limit>> find(SqlClient client, UUID id) {
        return client.preparedQuery("SELECT * FROM limit_entry WHERE id = $1")
                .execute(Tuple.of(id))
                .map(LimitRepository::first);
    }

    /**
     * A page of limits, the newest first.
     *
     * @param before the last limit of the previous page; empty for the first page
     * @param history whether the page includes limits that have ended
     */
    Uni<List<Limit>> list(SqlClient client, Optional<UUID> before, boolean history, int limit) {
        return client.preparedQuery(LIST)
                .execute(Tuple.of(before.orElse(null), history, limit))
                .map(rows -> rows.stream().map(LimitRepository::limit).toList());
    }

    private static Optional<Limit> first(RowSet<Row> rows) {
        return rows.stream().findFirst().map(LimitRepository::limit);
    }

    private static SlowStart slowStart(Row row) {
        return new SlowStart(
                row.getString("executable"),
                row.getString("model_scope"),
                row.getOffsetDateTime("blocked_until").toInstant(),
                row.getInteger("started"),
                instant(row, "answered_at"),
                instant(row, "probe_started_at").map(at -> at.plus(SlowStarts.PROBE_TIMEOUT)));
    }

    private static Limit limit(Row row) {
        return new Limit(
                row.getUUID("id"),
                row.getString("executable"),
                row.getString("provider"),
                row.getString("model_scope"),
                row.getString("window_name"),
                row.getOffsetDateTime("blocked_until").toInstant(),
                LimitSource.of(row.getString("source")),
                row.getDouble("confidence"),
                row.getOffsetDateTime("reported_at").toInstant(),
                row.getInteger("repeats"),
                Optional.ofNullable(row.getUUID("session")),
                Optional.ofNullable(row.getString("text")),
                instant(row, "cleared_at"));
    }

    private static Optional<Instant> instant(Row row, String column) {
        return Optional.ofNullable(row.getOffsetDateTime(column)).map(OffsetDateTime::toInstant);
    }
}
