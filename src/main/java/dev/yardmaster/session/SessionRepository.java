package dev.yardmaster.session;

import dev.yardmaster.id.Ids;
import dev.yardmaster.problem.NotFound;
import dev.yardmaster.process.ProcessExit;
import dev.yardmaster.provider.AgentEvent;
import dev.yardmaster.provider.LaunchMode;
import dev.yardmaster.session.end.SessionEnd;
import dev.yardmaster.session.end.SessionState;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Reads and writes the rows of sessions. For any thread. */
@Singleton
public class SessionRepository {
    private static final String END = """
            UPDATE session SET state = $2, ended_at = now(), end_reason = $3, exit_code = $4, signal = $5, stderr = $6,
                input_tokens = greatest(input_tokens, $7), output_tokens = greatest(output_tokens, $8),
                cache_read_tokens = greatest(cache_read_tokens, $9), cache_write_tokens = greatest(cache_write_tokens, $10),
                cost_usd = greatest(cost_usd, $11)
            WHERE id = $1 AND ended_at IS NULL
            """;

    // Progress is committed without waiting for the disk: only a crash of the database itself can lose it.
    private static final String ASYNC_COMMIT =
            " FROM (SELECT set_config('synchronous_commit', 'off', true)) async_commit ";

    private static final String RUNNING =
            "UPDATE session SET state = 'running'" + ASYNC_COMMIT + "WHERE id = $1 AND state = 'starting'";

    private static final String IDENTIFY =
            "UPDATE session SET provider_session = $2, model = coalesce($3, model)" + ASYNC_COMMIT + "WHERE id = $1";

    // Updates may overtake each other on two connections.
    private static final String USED = """
            UPDATE session SET input_tokens = greatest(input_tokens, $2), output_tokens = greatest(output_tokens, $3),
                cache_read_tokens = greatest(cache_read_tokens, $4), cache_write_tokens = greatest(cache_write_tokens, $5),
                cost_usd = greatest(cost_usd, $6)
            """ + ASYNC_COMMIT + "WHERE id = $1 AND ended_at IS NULL";

    private static final String IDLE = "UPDATE session SET idle_since = CASE WHEN $2 THEN now() END" + ASYNC_COMMIT
            + "WHERE id = $1 AND ended_at IS NULL";

    // A session that was not answered may have ended before its CLI had the instructions.
    private static final String INSTRUCT =
            "WITH instructed AS (UPDATE session SET instructions_hash = md5($2)" + ASYNC_COMMIT + """
            WHERE id = $1 RETURNING earlier, instructions_hash)
            SELECT EXISTS (
                SELECT FROM instructed JOIN session e ON e.id = instructed.earlier
                WHERE e.answered_at IS NOT NULL AND e.instructions_hash = instructed.instructions_hash)
            """;

    // Wakes the dispatcher if the executable was limited: other sessions may wait for the first answer since the reset.
    private static final String ANSWERED = """
            WITH answered AS (
                UPDATE session SET answered_at = now() FROM (SELECT set_config('synchronous_commit', 'off', true)) async_commit
                WHERE id = $1 AND answered_at IS NULL RETURNING executable)
            SELECT pg_notify('yardmaster_dispatch', '') FROM answered
            WHERE EXISTS (
                SELECT FROM limit_entry WHERE executable = answered.executable AND cleared_at IS NULL AND blocked_until <= now())
            """;

    private static final String LAST_CONVERSATION = """
            SELECT * FROM session WHERE agent = $1 AND task IS NULL AND ended_at IS NOT NULL AND provider_session IS NOT NULL
            ORDER BY id DESC LIMIT 1
            """;

    private static final String OWNER = """
            SELECT DISTINCT s.instance, r.address, s.ended_at IS NULL AS running
            FROM session s LEFT JOIN replica r ON r.instance = s.instance
            """;

    // The id of an agent that was removed is not an error while the agent has sessions. The same holds for a project
    // and a plan.
    private static final String KNOWN = """
            SELECT $1::text IS NULL OR EXISTS (SELECT FROM agent WHERE name = $1 OR id = $2)
                    OR EXISTS (SELECT FROM session WHERE agent = $2) AS agent,
                $3::uuid IS NULL OR EXISTS (SELECT FROM task WHERE id = $3) AS task,
                $4::text IS NULL OR EXISTS (SELECT FROM project WHERE name = $4 OR id = $5)
                    OR EXISTS (SELECT FROM session WHERE project = $5) AS project,
                $6::text IS NULL OR EXISTS (SELECT FROM plan WHERE name = $6 OR id = $7)
                    OR EXISTS (SELECT FROM session WHERE plan = $7) AS plan
            """;

    private final Pool pool;
    private final ResolutionJson resolutions;

    SessionRepository(Pool pool, ResolutionJson resolutions) {
        this.pool = pool;
        this.resolutions = resolutions;
    }

    /** The session with an id. Fails with {@code session_not_found}. */
    public Uni<Session> get(UUID id) {
        return get(pool, id);
    }

    /** As {@link #get(UUID)}, over a connection of the caller. */
    Uni<Session> get(SqlClient client, UUID id) {
        return find(client, id).map(found -> found.orElseThrow(() -> NotFound.SESSION.of(id)));
    }

    /** Stores that a session works in another directory than it was planned for. */
    Uni<Void> moved(UUID id, Path directory) {
        return pool.preparedQuery("UPDATE session SET directory = $2 WHERE id = $1")
                .execute(Tuple.of(id, directory.toString()))
                .replaceWithVoid();
    }

    /** The newest ended session of an agent that had no task and whose CLI has reported the id of its conversation. */
    Uni<Optional<Session>> lastConversation(SqlClient client, UUID agent) {
        return client.preparedQuery(LAST_CONVERSATION)
                .execute(Tuple.of(agent))
                .map(rows -> rows.stream().findFirst().map(this::session));
    }

    /** The session with an id, if it exists. */
    Uni<Optional<Session>> find(UUID id) {
        return find(pool, id);
    }

    private Uni<Optional<Session>> find(SqlClient client, UUID id) {
        return client.preparedQuery("SELECT * FROM session WHERE id = $1")
                .execute(Tuple.of(id))
                .map(rows -> rows.stream().findFirst().map(this::session));
    }

    /**
     * A page of the sessions that match a filter. Fails with {@code invalid_request} or {@code invalid_cursor}, and with
     * {@code agent_not_found}, {@code task_not_found}, {@code project_not_found} or {@code plan_not_found}.
     */
    Uni<List<Session>> list(SessionFilter filter, int limit) {
        var query = new SessionQuery(filter, limit);
        return pool.preparedQuery(query.sql())
                .execute(query.values())
                .call(rows -> rows.size() == 0
                        ? requireKnown(filter)
                        : Uni.createFrom().voidItem())
                .map(rows -> rows.stream()
                        .map(this::session)
                        .map(Session::withoutResolution)
                        .toList());
    }

    private Uni<Void> requireKnown(SessionFilter filter) {
        Tuple values = Tuple.tuple();
        addName(values, filter.agent()).addUUID(filter.task().orElse(null));
        addName(values, filter.project());
        addName(values, filter.plan());
        return pool.preparedQuery(KNOWN)
                .execute(values)
                .map(rows -> rows.iterator().next())
                .invoke(row -> {
                    require(row, "agent", NotFound.AGENT, filter.agent());
                    require(row, "task", NotFound.TASK, filter.task());
                    require(row, "project", NotFound.PROJECT, filter.project());
                    require(row, "plan", NotFound.PLAN, filter.plan());
                })
                .replaceWithVoid();
    }

    private static Tuple addName(Tuple values, Optional<String> name) {
        return values.addString(name.orElse(null))
                .addUUID(name.flatMap(Ids::parse).orElse(null));
    }

    private static void require(Row row, String thing, NotFound error, Optional<?> value) {
        if (!row.getBoolean(thing)) {
            throw error.of(value.orElseThrow());
        }
    }

    /** The sessions of an installation that have not ended. */
    Uni<List<Session>> open(UUID installation) {
        return pool.preparedQuery("SELECT * FROM session WHERE instance = $1 AND ended_at IS NULL ORDER BY id")
                .execute(Tuple.of(installation))
                .map(rows -> rows.stream().map(this::session).toList());
    }

    /** The service that runs a session, or ran it. Fails with {@code session_not_found}. */
    Uni<SessionOwner> owner(UUID id) {
        return pool.preparedQuery(OWNER + "WHERE s.id = $1")
                .execute(Tuple.of(id))
                .map(rows -> rows.stream()
                        .findFirst()
                        .map(SessionRepository::owner)
                        .orElseThrow(() -> NotFound.SESSION.of(id)));
    }

    /** The services other than this one that run sessions of an agent. */
    Uni<List<SessionOwner>> otherOwners(UUID agent, UUID self) {
        return pool.preparedQuery(OWNER + "WHERE s.agent = $1 AND s.ended_at IS NULL AND s.instance <> $2")
                .execute(Tuple.of(agent, self))
                .map(rows -> rows.stream().map(SessionRepository::owner).toList());
    }

    /** The ids of those sessions that have ended. */
    Uni<List<UUID>> ended(UUID[] ids) {
        return pool.preparedQuery("SELECT id FROM session WHERE id = ANY($1) AND ended_at IS NOT NULL")
                .execute(Tuple.of(ids))
                .map(rows -> rows.stream().map(row -> row.getUUID("id")).toList());
    }

    /** Stores that the CLI of a session runs. */
    Uni<Void> running(UUID id) {
        return pool.preparedQuery(RUNNING).execute(Tuple.of(id)).replaceWithVoid();
    }

    /** Stores the provider's id of the conversation, and the model if the provider names it. */
    Uni<Void> identify(UUID id, AgentEvent.SessionStarted started) {
        return pool.preparedQuery(IDENTIFY)
                .execute(Tuple.of(id, started.providerSession(), started.model().orElse(null)))
                .replaceWithVoid();
    }

    /** Stores that the model has answered for the first time. */
    Uni<Void> answered(UUID id) {
        return pool.preparedQuery(ANSWERED).execute(Tuple.of(id)).replaceWithVoid();
    }

    /** Stores the instructions of a session. Returns whether the session that it continues has had the same ones. */
    Uni<Boolean> instruct(UUID id, String instructions) {
        return pool.preparedQuery(INSTRUCT)
                .execute(Tuple.of(id, instructions))
                .map(rows -> rows.iterator().next().getBoolean(0));
    }

    /** Stores that a session has nothing to do since now, or has work. */
    Uni<Void> idle(UUID id, boolean idle) {
        return pool.preparedQuery(IDLE).execute(Tuple.of(id, idle)).replaceWithVoid();
    }

    /** Stores the usage so far of a session that has not ended. */
    Uni<Void> used(UUID id, AgentEvent.Usage usage) {
        return pool.preparedQuery(USED)
                .execute(add(Tuple.tuple().addUUID(id), usage))
                .replaceWithVoid();
    }

    /** Ends a session, with at least this usage. Returns false, and changes nothing, if it has ended before. */
    Uni<Boolean> end(SqlConnection transaction, UUID id, SessionEnd end, AgentEvent.Usage usage) {
        Optional<ProcessExit> exit = end.exit();
        Tuple values = Tuple.tuple()
                .addUUID(id)
                .addString(end.state().value())
                .addString(end.reason())
                .addInteger(exit.map(ProcessExit::code).orElse(null))
                .addInteger(exit.flatMap(ProcessExit::signal).orElse(null))
                .addString(exit.map(it -> it.stderr().replace("\0", "")).orElse(null));
        return transaction.preparedQuery(END).execute(add(values, usage)).map(rows -> rows.rowCount() == 1);
    }

    private static SessionOwner owner(Row row) {
        return new SessionOwner(
                row.getUUID("instance"), Optional.ofNullable(row.getString("address")), row.getBoolean("running"));
    }

    private static Tuple add(Tuple values, AgentEvent.Usage usage) {
        return values.addLong(usage.inputTokens())
                .addLong(usage.outputTokens())
                .addLong(usage.cacheReadTokens())
                .addLong(usage.cacheWriteTokens())
                .addDouble(usage.costUsd().isPresent() ? usage.costUsd().getAsDouble() : null);
    }

    private Session session(Row row) {
        return new Session(
                row.getUUID("id"),
                row.getUUID("agent"),
                row.getString("agent_name"),
                Optional.ofNullable(row.getUUID("task")),
                Optional.ofNullable(row.getUUID("project")),
                Optional.ofNullable(row.getUUID("plan")),
                row.getString("provider"),
                row.getString("executable"),
                Optional.ofNullable(row.getString("model")),
                LaunchMode.of(row.getString("mode")),
                row.getString("directory"),
                SessionState.of(row.getString("state")),
                Optional.ofNullable(row.getString("provider_session")),
                row.getOffsetDateTime("started_at").toInstant(),
                Optional.ofNullable(row.getOffsetDateTime("idle_since")).map(OffsetDateTime::toInstant),
                Optional.ofNullable(row.getOffsetDateTime("ended_at")).map(OffsetDateTime::toInstant),
                Optional.ofNullable(row.getString("end_reason"))
                        .map(reason -> new Session.End(
                                reason,
                                Optional.ofNullable(row.getInteger("exit_code")),
                                Optional.ofNullable(row.getInteger("signal")),
                                Optional.ofNullable(row.getString("stderr")))),
                new Session.Usage(
                        row.getLong("input_tokens"),
                        row.getLong("output_tokens"),
                        row.getLong("cache_read_tokens"),
                        row.getLong("cache_write_tokens"),
                        Optional.ofNullable(row.getDouble("cost_usd"))),
                Optional.ofNullable(row.getUUID("earlier")),
                Optional.ofNullable(row.getOffsetDateTime("log_deleted_at")).map(OffsetDateTime::toInstant),
                Optional.ofNullable(row.getJsonObject("resolution")).map(resolutions::resolution));
    }
}
