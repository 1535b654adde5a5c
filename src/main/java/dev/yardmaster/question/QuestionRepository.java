package dev.yardmaster.question;

import dev.yardmaster.inbox.Message;
import dev.yardmaster.inbox.Sender;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The table {@code question}. Whoever settles a question keeps the lock rule of the schema: a mailbox first, then the task, then the question.
 * For any thread.
 */
@Singleton
class QuestionRepository {
    // The lock on the session makes its end wait, so that it sees the question.
    private static final String INSERT = """
            INSERT INTO question (id, message, agent, agent_name, session, task, to_agent, to_agent_name, to_person, text, options, blocking,
                deadline, default_answer, created_at)
            SELECT $1, $1, agent, agent_name, id, task, $3, $4, $5, $6, $7, $8, $9, $10, now()
            FROM (SELECT * FROM session WHERE id = $2 AND ended_at IS NULL FOR SHARE) asking RETURNING *
            """;

    // The same question again, for example after a call whose result was lost.
    private static final String SAME = """
            SELECT * FROM question WHERE session = $1 AND text = $2 AND blocking = $3 AND state = 'open'
                AND ($4::text IS NULL OR moved IS NOT NULL OR $4 = 'people' AND to_agent IS NULL AND to_person IS NULL
                    OR $4 IN (to_agent::text, to_agent_name, 'agent:' || to_agent, 'agent:' || to_agent_name, 'person:' || to_person))
            ORDER BY id LIMIT 1
            """;

    // A director that works for itself asks people.
    private static final String DIRECTOR = """
            SELECT a.id FROM task t LEFT JOIN plan p ON p.id = t.plan JOIN agent a ON a.id IN (t.creator, p.director)
            WHERE t.id = $1 AND a.enabled AND NOT EXISTS (SELECT FROM task WHERE id = $1 AND creator = $2) AND a.id <> $2
            ORDER BY a.id IS NOT DISTINCT FROM t.creator DESC LIMIT 1
            """;

    private static final String LOCK_TASK =
            "SELECT FROM task WHERE id = (SELECT task FROM question WHERE id = $1) FOR UPDATE";

    private static final String SETTLE = """
            UPDATE question SET state = $2, answer = $3, answered_kind = $4, answered_by = $5, answered_agent = $6, reason = $7,
                settled_at = now()
            WHERE id = $1 AND state = 'open' RETURNING *
            """;

    private static final String BY_MESSAGE =
            "SELECT * FROM question WHERE (id = $1 OR message = $1) AND state = 'open'";

    private static final String FOR_TASK = """
            UPDATE message SET for_task = t.id FROM task t
            WHERE message.id = $1 AND t.id = $2 AND t.state NOT IN ('done', 'failed', 'cancelled')
            """;

    private static final String DUE =
            "SELECT * FROM question WHERE state = 'open' AND deadline <= now() ORDER BY deadline LIMIT 100";

    private static final String NEXT_DEADLINE =
            "SELECT extract(epoch FROM min(deadline) - now())::double precision AS seconds FROM question WHERE state = 'open' AND deadline IS NOT NULL";

    // While a session that has got the question runs, it may still answer.
    private static final String UNREACHABLE = """
            SELECT q.*, CASE
                WHEN a.id IS NULL THEN 'This agent was removed.'
                WHEN m.state = 'undeliverable' THEN 'The message could not be delivered: ' || m.reason
                WHEN m.state = 'queued' THEN 'This agent is disabled.'
                ELSE 'This agent has got the question, and ended without an answer.' END AS why
            FROM question q JOIN message m ON m.id = q.message LEFT JOIN agent a ON a.id = q.to_agent
            WHERE q.state = 'open' AND q.to_agent IS NOT NULL AND (
                a.id IS NULL OR m.state = 'undeliverable'
                OR NOT EXISTS (SELECT FROM session s WHERE s.agent = a.id AND s.ended_at IS NULL)
                    AND (m.state = 'queued' AND NOT a.enabled OR m.state IN ('delivered', 'acknowledged')))
            ORDER BY q.id LIMIT 100
            """;

    private static final String MOVE = """
            UPDATE question SET message = $3, moved = $4, to_agent = NULL, to_agent_name = NULL
            WHERE id = $1 AND message = $2 AND state = 'open'
            """;

    // The message of a settled question is not given to its agent.
    private static final String CLOSE_MESSAGE = """
            UPDATE message SET state = 'undeliverable', reason = 'The question was moved to people.', waits_for = NULL
            WHERE id = $1 AND state = 'queued'
            """;

    private static final String ASKED_IN = """
            SELECT EXISTS (SELECT FROM question WHERE session = $1 AND blocking AND state = 'open') AS open,
                EXISTS (
                    SELECT FROM message m JOIN question q ON q.id = m.thread
                    WHERE m.for_task = $2 AND m.state = 'queued' AND m.session IS DISTINCT FROM $1 AND q.session = $1 AND q.blocking) AS answered
            """;

    private final Pool pool;

    QuestionRepository(Pool pool) {
        this.pool = pool;
    }

    /** Adds a question whose message is added; empty if its session has ended. */
    Uni<Optional<Question>> insert(SqlConnection transaction, UUID session, Message message, NewQuestion question) {
        Tuple values = Tuple.tuple()
                .addUUID(message.id())
                .addUUID(session)
                .addUUID(message.agent().orElse(null))
                .addString(message.agentName().orElse(null))
                .addString(message.person().orElse(null))
                .addString(question.text())
                .addArrayOfString(question.options().toArray(String[]::new))
                .addBoolean(question.blocking())
                .addOffsetDateTime(
                        question.deadline().map(QuestionRepository::utc).orElse(null))
                .addString(question.defaultAnswer().orElse(null));
        return transaction.preparedQuery(INSERT).execute(values).map(QuestionRepository::first);
    }

    Uni<Optional<Question>> same(SqlClient client, UUID session, NewQuestion question) {
        return client.preparedQuery(SAME)
                .execute(Tuple.of(
                        session,
                        question.text(),
                        question.blocking(),
                        question.to().orElse(null)))
                .map(QuestionRepository::first);
    }

    /** The id of the agent that created a task or its plan, if it is enabled and not the one that asks. */
    Uni<Optional<UUID>> director(SqlClient client, UUID task, UUID asking) {
        return client.preparedQuery(DIRECTOR)
                .execute(Tuple.of(task, asking))
                .map(rows -> rows.stream().findFirst().map(row -> row.getUUID("id")));
    }

    Uni<Optional<Question>> find(UUID id) {
        return find(pool, id);
    }

    Uni<Optional<Question>> find(SqlClient client, UUID id) {
        return client.preparedQuery("SELECT * FROM question WHERE id = $1")
                .execute(Tuple.of(id))
                .map(QuestionRepository::first);
    }

    /** A page of the questions that match a filter. Fails with {@code invalid_request} or {@code invalid_cursor}. */
    Uni<List<Question>> list(QuestionFilter filter, int limit) {
        var query = new QuestionQuery(filter, limit);
        return pool.preparedQuery(query.sql()).execute(query.values()).map(QuestionRepository::all);
    }

    /** The open question that a message asks. */
    Uni<Optional<Question>> openByMessage(SqlConnection transaction, UUID message) {
        return transaction.preparedQuery(BY_MESSAGE).execute(Tuple.of(message)).map(QuestionRepository::first);
    }

    /** The open blocking questions of a task. */
    Uni<List<Question>> blocking(SqlClient client, UUID task) {
        return client.preparedQuery(
                        "SELECT * FROM question WHERE task = $1 AND state = 'open' AND blocking ORDER BY id")
                .execute(Tuple.of(task))
                .map(QuestionRepository::all);
    }

    /** Settles an open question, after the lock of its task. Returns false if it is not open any more. */
    Uni<Boolean> settle(
            SqlConnection transaction,
            UUID question,
            QuestionState state,
            Optional<String> answer,
            Optional<Sender> by,
            Optional<String> reason) {
        Tuple values = Tuple.tuple()
                .addUUID(question)
                .addString(state.value())
                .addString(answer.orElse(null))
                .addString(by.map(it -> it.kind().value()).orElse(null))
                .addString(by.map(Sender::name).orElse(null))
                .addUUID(by.flatMap(Sender::agent).orElse(null))
                .addString(reason.orElse(null));
        return transaction
                .preparedQuery(LOCK_TASK)
                .execute(Tuple.of(question))
                .chain(() -> transaction.preparedQuery(SETTLE).execute(values))
                .map(rows -> rows.size() > 0);
    }

    /** Gives a message to the sessions of a task only, unless the task has ended. */
    Uni<Void> keepForTask(SqlConnection transaction, UUID message, UUID task) {
        return transaction
                .preparedQuery(FOR_TASK)
                .execute(Tuple.of(message, task))
                .replaceWithVoid();
    }

    /** The open questions whose deadline has passed. */
    Uni<List<Question>> due() {
        return pool.query(DUE).execute().map(QuestionRepository::all);
    }

    /** The seconds until the next deadline; negative if one has passed, empty if there is none. */
    Uni<Optional<Double>> secondsToDeadline() {
        return pool.query(NEXT_DEADLINE)
                .execute()
                .map(rows -> Optional.ofNullable(rows.iterator().next().getDouble("seconds")));
    }

    /** A question to an agent that will not answer it. */
    record Unreachable(Question question, String why) {}

    Uni<List<Unreachable>> unreachable() {
        return pool.query(UNREACHABLE)
                .execute()
                .map(rows -> rows.stream()
                        .map(row -> new Unreachable(Question.of(row), row.getString("why")))
                        .toList());
    }

    /** Moves a question to people, who have got a message. Returns false if it was settled or moved before. */
    Uni<Boolean> move(SqlConnection transaction, Question question, UUID message, String why) {
        return transaction
                .preparedQuery(MOVE)
                .execute(Tuple.of(question.id(), question.message(), message, why))
                .map(rows -> rows.rowCount() > 0)
                .call(() -> transaction.preparedQuery(CLOSE_MESSAGE).execute(Tuple.of(question.message())));
    }

    /** What the blocking questions of a session mean for its task. To be called after the lock of the task. */
    Uni<Wait> askedIn(SqlConnection transaction, UUID session, UUID task) {
        return transaction
                .preparedQuery(ASKED_IN)
                .execute(Tuple.of(session, task))
                .map(rows -> rows.iterator().next())
                .map(row -> row.getBoolean("open")
                        ? Wait.FOR_ANSWER
                        : row.getBoolean("answered") ? Wait.ANSWERED : Wait.NONE);
    }

    private static OffsetDateTime utc(Instant at) {
        return at.atOffset(ZoneOffset.UTC);
    }

    private static Optional<Question> first(RowSet<Row> rows) {
        return rows.stream().findFirst().map(Question::of);
    }

    private static List<Question> all(RowSet<Row> rows) {
        return rows.stream().map(Question::of).toList();
    }
}
