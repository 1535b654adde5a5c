package dev.yardmaster.trigger;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.yardmaster.id.Ids;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The table {@code trigger_run}, and which triggers are to run. For any thread. */
@Singleton
class TriggerRunRepository {
    private static final int MOST_KEPT = 1_000;

    private static final String RUNS = """
            SELECT r.*, t.state AS task_state FROM trigger_run r LEFT JOIN task t ON t.id = r.task
            """;

    private static final String DUE =
            "SELECT id FROM trigger WHERE enabled AND next_at <= clock_timestamp() ORDER BY next_at LIMIT 100";

    // A time that comes while a run goes on or waits is skipped.
    private static final String ADD_DUE = """
            INSERT INTO trigger_run (id, trigger, cause, due_at, state, reason)
            SELECT $2, t.id, 'time', t.next_at, CASE WHEN busy THEN 'skipped' ELSE 'waiting' END,
                CASE WHEN busy THEN 'The run before goes on.' END
            FROM trigger t CROSS JOIN LATERAL (SELECT has_active_run(t.id)
                OR EXISTS (SELECT FROM trigger_run WHERE trigger = t.id AND state = 'waiting') AS busy) b
            WHERE t.id = $1 AND t.enabled AND t.next_at <= clock_timestamp()
            """;

    private static final String ADD_BY_HAND = """
            INSERT INTO trigger_run (id, trigger, cause, due_at, state, reason)
            SELECT $1, $2, 'hand', clock_timestamp(), CASE WHEN too_many THEN 'skipped' ELSE 'waiting' END,
                CASE WHEN too_many THEN '100 runs are waiting.' END
            FROM (SELECT count(*) >= 100 AS too_many FROM trigger_run WHERE trigger = $2 AND state = 'waiting') queue
            ON CONFLICT (id) DO NOTHING
            """;

    // A repetition of a request adds nothing.
    private static final String ADD_BY_WEBHOOK = """
            INSERT INTO trigger_run (id, trigger, cause, data, delivery, due_at, state, reason)
            SELECT $1, $2, 'webhook', $3, $4, clock_timestamp(), CASE WHEN too_many THEN 'skipped' ELSE 'waiting' END,
                CASE WHEN too_many THEN '100 runs are waiting.' END
            FROM (SELECT count(*) >= 100 AS too_many FROM trigger_run WHERE trigger = $2 AND state = 'waiting') queue
            ON CONFLICT (trigger, delivery) DO NOTHING
            """;

    private static final String READY = """
            SELECT DISTINCT r.trigger FROM trigger_run r JOIN trigger t ON t.id = r.trigger
            WHERE r.state = 'waiting' AND (t.enabled OR r.cause = 'hand') AND NOT has_active_run(r.trigger)
            """;

    private static final String NEXT_READY = RUNS + """
            JOIN trigger g ON g.id = r.trigger
            WHERE r.trigger = $1 AND r.state = 'waiting' AND (g.enabled OR r.cause = 'hand') AND NOT has_active_run(r.trigger)
            ORDER BY r.id LIMIT 1 FOR UPDATE OF r
            """;

    private static final String NEXT_TIME = """
            SELECT (extract(epoch FROM min(next_at) - clock_timestamp()) * 1000)::bigint AS millis
            FROM trigger WHERE enabled AND next_at IS NOT NULL
            """;

    private static final String FORGET_OLD = """
            DELETE FROM trigger_run r
            USING (SELECT t.id, (SELECT id FROM trigger_run WHERE trigger = t.id ORDER BY id DESC OFFSET
            """ + MOST_KEPT + """
             LIMIT 1) AS last FROM trigger t) old
            WHERE r.trigger = old.id AND r.id <= old.last AND r.state <> 'waiting'
                AND NOT EXISTS (SELECT FROM task t WHERE t.id = r.task AND t.state IN ('open', 'running', 'waiting'))
                AND NOT EXISTS (SELECT FROM message m WHERE m.id = r.message AND m.state = 'queued')
            """;

    private final Pool pool;
    private final ObjectMapper json;

    TriggerRunRepository(Pool pool, ObjectMapper json) {
        this.pool = pool;
        this.json = json;
    }

    /** The triggers whose time has come. */
    Uni<List<UUID>> due() {
        return pool.query(DUE).execute().map(rows -> ids(rows, "id"));
    }

    /** Adds the run of a trigger whose time has come, and which the caller has locked; false if its time has not come. */
    Uni<Boolean> addDue(SqlClient transaction, UUID trigger) {
        return transaction
                .preparedQuery(ADD_DUE)
                .execute(Tuple.of(trigger, Ids.next()))
                .map(rows -> rows.rowCount() > 0);
    }

    /** Adds a run that somebody wants. */
    Uni<TriggerRun> addByHand(UUID id, UUID trigger) {
        return pool.preparedQuery(ADD_BY_HAND)
                .execute(Tuple.of(id, trigger))
                .chain(() -> pool.preparedQuery(RUNS + "WHERE r.id = $1").execute(Tuple.of(id)))
                .map(rows -> run(rows.iterator().next()));
    }

    /**
     * Adds a run for a request from outside.
     *
     * @param delivery the id of the request; a repetition with the same id adds nothing
     */
    Uni<Void> addByWebhook(UUID trigger, JsonObject data, String delivery) {
        return pool.preparedQuery(ADD_BY_WEBHOOK)
                .execute(Tuple.of(Ids.next(), trigger, data, delivery))
                .replaceWithVoid();
    }

    /** The triggers with a run that can start. */
    Uni<List<UUID>> ready() {
        return pool.query(READY).execute().map(rows -> ids(rows, "trigger"));
    }

    /** The next run of a trigger that the caller has locked, if it can start. */
    Uni<Optional<TriggerRun>> nextReady(SqlClient transaction, UUID trigger) {
        return transaction
                .preparedQuery(NEXT_READY)
                .execute(Tuple.of(trigger))
                .map(rows -> rows.stream().findFirst().map(this::run));
    }

    /** Notes what a run has created. */
    Uni<Void> started(SqlClient transaction, TriggerRun run, Optional<UUID> task, Optional<UUID> message) {
        return transaction
                .preparedQuery(
                        "UPDATE trigger_run SET state = 'started', task = $2, message = $3, started_at = clock_timestamp() WHERE id = $1")
                .execute(Tuple.of(run.id(), task.orElse(null), message.orElse(null)))
                .replaceWithVoid();
    }

    /** Deletes the runs of all triggers but the last ones and those that go on. */
    Uni<Void> forgetOld() {
        return pool.query(FORGET_OLD).execute().replaceWithVoid();
    }

    /** Notes why a run has failed. */
    Uni<Void> failed(UUID run, String reason) {
        return pool.preparedQuery(
                        "UPDATE trigger_run SET state = 'failed', reason = $2 WHERE id = $1 AND state = 'waiting'")
                .execute(Tuple.of(run, reason))
                .replaceWithVoid();
    }

    /** How long it is until the next time of a trigger; not positive if it has come, empty if no trigger has one. */
    Uni<Optional<Duration>> next() {
        return pool.query(NEXT_TIME)
                .execute()
                .map(rows -> Optional.ofNullable(rows.iterator().next().getLong("millis"))
                        .map(Duration::ofMillis));
    }

    /** The runs of a trigger, the newest first, before one of them. */
    Uni<List<TriggerRun>> list(UUID trigger, Optional<UUID> before, int limit) {
        return pool.preparedQuery(
                        RUNS + "WHERE r.trigger = $1 AND ($2::uuid IS NULL OR r.id < $2) ORDER BY r.id DESC LIMIT $3")
                .execute(Tuple.of(trigger, before.orElse(null), limit))
                .map(rows -> rows.stream().map(this::run).toList());
    }

    private TriggerRun run(Row row) {
        return new TriggerRun(
                row.getUUID("id"),
                row.getUUID("trigger"),
                row.getString("cause"),
                data(row.getJsonObject("data")),
                row.getOffsetDateTime("due_at").toInstant(),
                row.getString("state"),
                Optional.ofNullable(row.getString("reason")),
                Optional.ofNullable(row.getUUID("task")),
                Optional.ofNullable(row.getString("task_state")),
                Optional.ofNullable(row.getUUID("message")),
                row.getOffsetDateTime("created_at").toInstant(),
                TriggerRepository.instant(row, "started_at"));
    }

    private JsonNode data(JsonObject stored) {
        try {
            return json.readTree(stored.encode());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("The database has stored JSON", e);
        }
    }

    private static List<UUID> ids(RowSet<Row> rows, String column) {
        return rows.stream().map(row -> row.getUUID(column)).toList();
    }
}
