package dev.yardmaster.trigger;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.yardmaster.id.Ids;
import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.YardmasterException;
import dev.yardmaster.trigger.TriggerSpec.TriggerMessage;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import io.vertx.pgclient.PgException;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The table {@code trigger}. For any thread. */
@Singleton
class TriggerRepository {
    private static final String UNIQUE_VIOLATION = "23505";

    // Writes no row if the project does not exist.
    private static final String VALUES = """
            SELECT $1::uuid, $2::text, $3::boolean, $4::text, $5::text, $6::text[], p.id, $8::jsonb, $9::jsonb, $10::timestamptz, $11::boolean
            FROM (SELECT) one LEFT JOIN project p ON p.name = $7 OR p.id::text = lower($7) WHERE $7::text IS NULL OR p.id IS NOT NULL
            """;

    // A repetition of the same request finds the trigger with its id.
    private static final String INSERT = """
            INSERT INTO trigger (id, name, enabled, cron, time_zone, events, project, task, message, next_at, webhook, created_at, updated_at)
            SELECT v.*, now(), now() FROM (
            """ + VALUES + """
            ) v ON CONFLICT (id) DO UPDATE SET id = excluded.id RETURNING *
            """;

    // A time that has come and has not been handled stays, unless somebody changes the times.
    private static final String UPDATE = """
            UPDATE trigger SET name = v.name, enabled = v.enabled, cron = v.cron, time_zone = v.time_zone, events = v.events,
                project = v.project, task = v.task, message = v.message,
                next_at = CASE WHEN trigger.enabled AND v.enabled AND (trigger.cron, trigger.time_zone) IS NOT DISTINCT FROM (v.cron, v.time_zone)
                    THEN trigger.next_at ELSE v.next_at END, webhook = v.webhook, updated_at = now()
            FROM (
            """ + VALUES + """
            ) v (id, name, enabled, cron, time_zone, events, project, task, message, next_at, webhook) WHERE trigger.id = v.id RETURNING trigger.*
            """;

    private final Pool pool;
    private final ObjectMapper json;

    TriggerRepository(Pool pool, ObjectMapper json) {
        this.pool = pool;
        this.json = json;
    }

    Uni<List<Trigger>> list(String after, int limit) {
        return pool.preparedQuery("SELECT * FROM trigger WHERE name > $1 ORDER BY name LIMIT $2")
                .execute(Tuple.of(after, limit))
                .map(rows -> rows.stream().map(this::trigger).toList());
    }

    /** The trigger with an id or name. */
    Uni<Optional<Trigger>> find(SqlClient client, String idOrName) {
        return client.preparedQuery("SELECT * FROM trigger WHERE name = $1 OR id = $2")
                .execute(Tuple.of(idOrName, Ids.parse(idOrName).orElse(null)))
                .map(this::first);
    }

    Uni<Optional<Trigger>> find(String idOrName) {
        return find(pool, idOrName);
    }

    /**
     * Locks a trigger until the transaction ends; empty if another transaction has locked it, or if it does not exist. Events can add runs
     * meanwhile, so that their transactions never wait for this one.
     */
    Uni<Optional<Trigger>> lock(SqlClient transaction, UUID id) {
        return transaction
                .preparedQuery("SELECT * FROM trigger WHERE id = $1 FOR NO KEY UPDATE SKIP LOCKED")
                .execute(Tuple.of(id))
                .map(this::first);
    }

    /** Adds a trigger. Fails with {@code name_taken} or {@code unknown_project}. */
    Uni<Trigger> insert(UUID id, TriggerSpec spec, Optional<Instant> next) {
        return write(INSERT, id, spec, next);
    }

    /** Changes a trigger; fails as {@link #insert} does. */
    Uni<Trigger> update(UUID id, TriggerSpec spec, Optional<Instant> next) {
        return write(UPDATE, id, spec, next);
    }

    /** Stores the encrypted secret of requests from outside. */
    Uni<Void> storeSecret(UUID id, String encrypted) {
        return pool.preparedQuery("UPDATE trigger SET secret = $2 WHERE id = $1")
                .execute(Tuple.of(id, encrypted))
                .replaceWithVoid();
    }

    /** The encrypted secret of a trigger that runs on requests from outside. */
    Uni<Optional<String>> secret(UUID id) {
        return pool.preparedQuery("SELECT secret FROM trigger WHERE id = $1 AND webhook AND secret IS NOT NULL")
                .execute(Tuple.of(id))
                .map(rows -> rows.stream().findFirst().map(row -> row.getString("secret")));
    }

    /** Removes a trigger with its runs; returns whether it was there. */
    Uni<Boolean> remove(UUID id) {
        return pool.preparedQuery("DELETE FROM trigger WHERE id = $1")
                .execute(Tuple.of(id))
                .map(rows -> rows.rowCount() > 0);
    }

    /** Stores the next time of a trigger that the caller has locked. */
    Uni<Void> schedule(SqlClient transaction, UUID id, Optional<Instant> next) {
        return transaction
                .preparedQuery("UPDATE trigger SET next_at = $2 WHERE id = $1")
                .execute(Tuple.of(id, utc(next)))
                .replaceWithVoid();
    }

    private Uni<Trigger> write(String sql, UUID id, TriggerSpec spec, Optional<Instant> next) {
        Tuple values = Tuple.tuple()
                .addUUID(id)
                .addString(spec.name())
                .addBoolean(spec.enabled().orElse(true))
                .addString(spec.cron().orElse(null))
                .addString(spec.cron().map(_ -> spec.timeZone().orElse("UTC")).orElse(null))
                .addArrayOfString(spec.events()
                        .map(events -> events.stream().distinct().toArray(String[]::new))
                        .orElse(null))
                .addString(spec.project().orElse(null))
                .addValue(
                        spec.task().map(task -> new JsonObject(task.toString())).orElse(null))
                .addValue(spec.message()
                        .map(message -> new JsonObject().put("to", message.to()).put("text", message.text()))
                        .orElse(null))
                .addOffsetDateTime(utc(next))
                .addBoolean(spec.webhook().orElse(false));
        return pool.preparedQuery(sql)
                .execute(values)
                .onFailure(TriggerRepository::isNameTaken)
                .transform(_ -> new YardmasterException(
                        ErrorCode.NAME_TAKEN,
                        "A trigger named '" + spec.name()
                                + "' already exists. Choose another name, or change that trigger."))
                .map(rows -> first(rows).orElseThrow(() -> unknownProject(spec)));
    }

    private static YardmasterException unknownProject(TriggerSpec spec) {
        return YardmasterException.ofField(
                ErrorCode.UNKNOWN_PROJECT,
                "project",
                "is '" + spec.project().orElse("")
                        + "', which is not the id or name of a project; GET /api/projects lists all projects");
    }

    private Optional<Trigger> first(RowSet<Row> rows) {
        return rows.stream().findFirst().map(this::trigger);
    }

    private Trigger trigger(Row row) {
        return new Trigger(
                row.getUUID("id"),
                row.getString("name"),
                row.getBoolean("enabled"),
                Optional.ofNullable(row.getString("cron")),
                Optional.ofNullable(row.getString("time_zone")),
                Optional.ofNullable(row.getArrayOfStrings("events")).map(List::of),
                row.getBoolean("webhook"),
                Optional.ofNullable(row.getUUID("project")),
                read(row.getJsonObject("task"), ObjectNode.class),
                read(row.getJsonObject("message"), TriggerMessage.class),
                instant(row, "next_at"),
                row.getOffsetDateTime("created_at").toInstant(),
                row.getOffsetDateTime("updated_at").toInstant());
    }

    private <T> Optional<T> read(@Nullable JsonObject stored, Class<T> type) {
        try {
            return stored == null ? Optional.empty() : Optional.of(json.readValue(stored.encode(), type));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("The service has stored the description of a trigger", e);
        }
    }

    static Optional<Instant> instant(Row row, String column) {
        return Optional.ofNullable(row.getOffsetDateTime(column)).map(OffsetDateTime::toInstant);
    }

    private static @Nullable OffsetDateTime utc(Optional<Instant> at) {
        return at.map(it -> it.atOffset(ZoneOffset.UTC)).orElse(null);
    }

    private static boolean isNameTaken(Throwable failure) {
        return failure instanceof PgException database && UNIQUE_VIOLATION.equals(database.getSqlState());
    }
}
