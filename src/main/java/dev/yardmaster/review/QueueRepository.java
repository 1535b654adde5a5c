package dev.yardmaster.review;

import dev.yardmaster.merge.TestResult;
import dev.yardmaster.project.MergeMode;
import dev.yardmaster.project.ReviewBy;
import dev.yardmaster.review.QueuedReview.Test;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/** The queues of finished work: their reviews, as the service moves them. For any thread. */
@Singleton
public class QueueRepository {
    private static final String ENQUEUE = """
            INSERT INTO review (id, task, project, session, author, provider, person_wanted)
            SELECT time_ordered_id(), t.id, p.id, t.session, coalesce(s.agent_name, 'unknown'), s.provider, $2
            FROM task t JOIN project p ON p.id = t.project JOIN worktree w ON w.id = t.id LEFT JOIN session s ON s.id = t.session
            WHERE t.id = $1 AND p.merge <> 'none' AND w.base IS NOT NULL AND NOT t.cancelling
                AND NOT EXISTS (SELECT FROM review judged WHERE judged.steward_task = t.id)
            ON CONFLICT DO NOTHING
            """;

    // Only the installation that has the worktree can see its files.
    private static final String DUE = """
            SELECT r.id, r.project, r.state FROM review r JOIN worktree w ON w.id = r.task
            WHERE w.instance = $1 AND r.state IN ('new', 'approved', 'merging') AND coalesce(r.retry_at <= now(), true)
            ORDER BY r.id LIMIT 1000
            """;

    private static final String SELECT = """
            SELECT r.*, t.title, t.result, t.returns, p.merge, p.test_command, p.test_timeout_ms, p.review_by
            FROM review r JOIN task t ON t.id = r.task JOIN project p ON p.id = r.project
            """;

    private static final String FIND = SELECT + "WHERE r.id = $1";

    private static final String NEXT = SELECT + """
            JOIN worktree w ON w.id = r.task
            WHERE r.project = $1 AND w.instance = $2 AND r.state IN ('approved', 'merging') AND coalesce(r.retry_at <= now(), true)
            ORDER BY r.id LIMIT 1
            """;

    private static final String TAKE_LEASE = """
            INSERT INTO merge_lease (project, holder, until) VALUES ($1, $2, now() + $3 * interval '1 ms')
            ON CONFLICT (project) DO UPDATE SET holder = excluded.holder, until = excluded.until
            WHERE merge_lease.holder = excluded.holder OR merge_lease.until < now()
            """;

    private static final String SEEN = """
            UPDATE review SET state = $2, base_branch = $3, fork = $4, head = $5, files = $6, insertions = $7, deletions = $8,
                decided_by = CASE WHEN $2 = 'approved' THEN 'the service' ELSE decided_by END,
                problem = NULL, retry_at = NULL, updated_at = now()
            WHERE id = $1 AND state = 'new'
            """;

    private static final String STEWARDS = """
            SELECT a.id, a.name, a.provider, a.executable,
                (SELECT count(*)::int FROM session s WHERE s.agent = a.id AND s.ended_at IS NULL) AS sessions
            FROM agent a
            WHERE a.role = 'steward' AND a.focus = 'merge' AND a.enabled AND a.mode = 'ephemeral' AND (a.project IS NULL OR a.project = $1)
            """;

    private static final String JUDGE = """
            WITH judging AS (
                INSERT INTO task (id, title, prompt, priority, role, reserved_for, project, state, created_at, updated_at)
                SELECT time_ordered_id(), $4, $5, t.priority, 'steward', $3, r.project, 'open', now(), now()
                FROM review r JOIN task t ON t.id = r.task WHERE r.id = $1
                RETURNING id)
            UPDATE review SET steward = $2, steward_task = judging.id FROM judging WHERE review.id = $1
            """;

    private static final String MERGING = """
            UPDATE review SET state = 'merging', commit = coalesce($2, commit), updated_at = now(),
                problem = CASE WHEN $2 IS NULL THEN problem END, retry_at = CASE WHEN $2 IS NULL THEN retry_at END
            WHERE id = $1 AND state IN ('approved', 'merging')
            """;

    private static final String PROBLEM = """
            UPDATE review SET problem = $2, retry_at = now() + $3 * interval '1 ms', updated_at = now(),
                state = CASE state WHEN 'merging' THEN 'approved' ELSE state END
            WHERE id = $1 AND ended_at IS NULL
            """;

    private static final String TESTED = """
            INSERT INTO review_test (id, review, commit, command, exit_code, timed_out, started_at, duration_ms, output)
            SELECT time_ordered_id(), id, $2, $3, $4, $5, $6, $7, $8 FROM review WHERE id = $1
            """;

    private static final String IS_GREEN =
            "SELECT EXISTS (SELECT FROM review_test WHERE review = $1 AND commit = $2 AND command = $3 AND exit_code = 0) AS green";

    // Also one that a person has withdrawn meanwhile: the base branch has the work.
    private static final String MERGED = """
            UPDATE review SET state = 'merged', commit = $2, problem = NULL, retry_at = NULL, updated_at = now(), ended_at = now()
            WHERE id = $1 AND state <> 'merged'
            """;

    private static final String UNCHANGED = """
            UPDATE review SET state = 'unchanged', problem = NULL, retry_at = NULL, updated_at = now(), ended_at = now()
            WHERE id = $1 AND ended_at IS NULL
            """;

    private static final String REJECTED = """
            UPDATE review SET state = 'rejected', decided_by = $2, reason = $3, problem = NULL, retry_at = NULL, updated_at = now(),
                ended_at = now()
            WHERE id = $1 AND state = ANY($4)
            """;

    private static final String TASK_DONE = """
            UPDATE task SET state = 'done', reason = $2, updated_at = now()
            WHERE id = (SELECT task FROM review WHERE id = $1) AND state = 'review'
                AND NOT EXISTS (SELECT FROM review active WHERE active.task = task.id AND active.ended_at IS NULL)
            """;

    private static final String TASK_BACK = """
            UPDATE task SET state = CASE WHEN $2 THEN 'failed' ELSE 'open' END, reason = $3, hand_off_note = $4, returns = returns + $5,
                scheduled_for = NULL, updated_at = now()
            WHERE id = (SELECT task FROM review WHERE id = $1) AND state = 'review'
            """;

    private final Pool pool;

    QueueRepository(Pool pool) {
        this.pool = pool;
    }

    /**
     * Puts what a task has done into the queue of its project. Part of the transaction that ends the session.
     *
     * @param personWanted whether the agent has asked for a person
     * @return whether it is in the queue; false if the task has no worktree, or the project does not merge
     */
    public Uni<Boolean> add(SqlConnection transaction, UUID task, boolean personWanted) {
        return transaction
                .preparedQuery(ENQUEUE)
                .execute(Tuple.of(task, personWanted))
                .map(rows -> rows.rowCount() == 1);
    }

    /** A review that the service has something to do for. */
    record Due(UUID id, UUID project, ReviewState state) {}

    Uni<List<Due>> due(UUID instance) {
        return pool.preparedQuery(DUE)
                .execute(Tuple.of(instance))
                .map(rows -> rows.stream()
                        .map(row -> new Due(
                                row.getUUID("id"), row.getUUID("project"), ReviewState.of(row.getString("state"))))
                        .toList());
    }

    Uni<Optional<QueuedReview>> find(UUID id) {
        return one(FIND, Tuple.of(id));
    }

    /** The next work of a project that is to be merged. */
    Uni<Optional<QueuedReview>> next(UUID project, UUID instance) {
        return one(NEXT, Tuple.of(project, instance));
    }

    private Uni<Optional<QueuedReview>> one(String sql, Tuple values) {
        return pool.preparedQuery(sql)
                .execute(values)
                .map(rows -> rows.stream().findFirst().map(QueueRepository::review));
    }

    /** Takes or renews the right to merge into the base branch of a project; false if another installation has it. */
    Uni<Boolean> takeLease(UUID project, UUID instance, Duration length) {
        return changed(TAKE_LEASE, Tuple.of(project, instance, (double) length.toMillis()));
    }

    Uni<Boolean> releaseLease(UUID project, UUID instance) {
        return changed("DELETE FROM merge_lease WHERE project = $1 AND holder = $2", Tuple.of(project, instance));
    }

    /** Stores what the service has found, and the state that follows. */
    Uni<Boolean> seen(UUID id, ReviewState next, Inspection found) {
        return changed(SEEN, seenValues(id, next, found));
    }

    private static Tuple seenValues(UUID id, ReviewState next, Inspection found) {
        return Tuple.tuple()
                .addUUID(id)
                .addString(next.value())
                .addString(found.baseBranch())
                .addString(found.fork())
                .addString(found.head())
                .addInteger(found.files())
                .addInteger(found.insertions())
                .addInteger(found.deletions());
    }

    /** The stewards that may judge work of a project. */
    Uni<List<Steward>> stewards(UUID project) {
        return pool.preparedQuery(STEWARDS)
                .execute(Tuple.of(project))
                .map(rows -> rows.stream()
                        .map(row -> new Steward(
                                row.getUUID("id"),
                                row.getString("name"),
                                Optional.ofNullable(row.getString("provider")),
                                Optional.ofNullable(row.getString("executable")),
                                row.getInteger("sessions")))
                        .toList());
    }

    /** Stores what the service has found, and adds a task in which a steward judges it. */
    Uni<Boolean> judgedBy(QueuedReview review, Inspection found, Steward steward) {
        return pool.withTransaction(transaction -> run(
                        transaction, SEEN, seenValues(review.id(), ReviewState.WAITING, found))
                .chain(stored -> stored
                        ? run(
                                transaction,
                                JUDGE,
                                Tuple.of(
                                        review.id(),
                                        steward.name(),
                                        steward.id(),
                                        ReviewRules.stewardTitle(review),
                                        ReviewRules.stewardPrompt(review, found)))
                        : Uni.createFrom().item(false)));
    }

    /** Stores that a review is being merged, and with which squash commit; false if it is not to be merged any more. */
    Uni<Boolean> merging(UUID id, Optional<String> commit) {
        return changed(MERGING, Tuple.of(id, commit.orElse(null)));
    }

    /** Stores why a review is not merged yet. */
    Uni<Boolean> problem(UUID id, String problem, Duration delay) {
        return changed(PROBLEM, Tuple.of(id, problem, (double) delay.toMillis()));
    }

    /** Stores the evidence of a test. */
    Uni<Boolean> tested(UUID id, String commit, String command, TestResult result) {
        return changed(
                TESTED,
                Tuple.tuple()
                        .addUUID(id)
                        .addString(commit)
                        .addString(command)
                        .addInteger(result.exitCode().orElse(null))
                        .addBoolean(result.timedOut())
                        .addOffsetDateTime(result.startedAt().atOffset(ZoneOffset.UTC))
                        .addLong(result.duration().toMillis())
                        .addString(result.output()));
    }

    /** Whether a commit was tested with success. */
    Uni<Boolean> isGreen(UUID id, String commit, String command) {
        return pool.preparedQuery(IS_GREEN)
                .execute(Tuple.of(id, commit, command))
                .map(rows -> rows.iterator().next().getBoolean("green"));
    }

    /** Stores that the base branch has the work; then its task is done. */
    Uni<Void> merged(UUID id, String commit, String reason) {
        return inTaskGraph(transaction -> run(transaction, MERGED, Tuple.of(id, commit))
                .chain(() -> run(transaction, TASK_DONE, Tuple.of(id, reason)))
                .replaceWithVoid());
    }

    /** Stores that there is nothing to merge; then the task is done. */
    Uni<Void> unchanged(UUID id) {
        return inTaskGraph(transaction -> run(transaction, UNCHANGED, Tuple.of(id))
                .chain(() -> run(transaction, TASK_DONE, Tuple.of(id, null)))
                .replaceWithVoid());
    }

    /** Ends a review because its project does not merge any more; then the task is done. */
    Uni<Void> withdrawn(UUID id) {
        return inTaskGraph(transaction -> run(transaction, UNCHANGED.replace("unchanged", "withdrawn"), Tuple.of(id))
                .chain(() -> run(transaction, TASK_DONE, Tuple.of(id, null)))
                .replaceWithVoid());
    }

    /** Sends work back; false if the review is in another state than the rejection allows. */
    Uni<Boolean> rejected(UUID id, Rejection rejection) {
        String[] from = rejection.from().stream().map(ReviewState::value).toArray(String[]::new);
        return inTaskGraph(transaction -> run(
                        transaction, REJECTED, Tuple.of(id, rejection.by(), rejection.reason(), from))
                .chain(rejected -> rejected
                        ? run(
                                        transaction,
                                        TASK_BACK,
                                        Tuple.of(
                                                id,
                                                rejection.givenUp(),
                                                rejection.taskReason(),
                                                rejection.note(),
                                                rejection.counts() ? 1 : 0))
                                .replaceWith(true)
                        : Uni.createFrom().item(false)));
    }

    /** Runs a transaction that may move a task with dependencies (lock rule of V2). */
    <T> Uni<T> inTaskGraph(Function<SqlConnection, Uni<T>> work) {
        return pool.withTransaction(transaction ->
                transaction.query("SELECT lock_task_graph()").execute().chain(() -> work.apply(transaction)));
    }

    private Uni<Boolean> changed(String sql, Tuple values) {
        return pool.preparedQuery(sql).execute(values).map(rows -> rows.rowCount() > 0);
    }

    static Uni<Boolean> run(SqlConnection transaction, String sql, Tuple values) {
        return transaction.preparedQuery(sql).execute(values).map(rows -> rows.rowCount() > 0);
    }

    private static QueuedReview review(Row row) {
        return new QueuedReview(
                row.getUUID("id"),
                row.getUUID("task"),
                row.getUUID("project"),
                ReviewState.of(row.getString("state")),
                row.getString("author"),
                row.getString("title"),
                Optional.ofNullable(row.getString("result")).orElse(""),
                Optional.ofNullable(row.getString("commit")),
                row.getBoolean("person_wanted"),
                MergeMode.of(row.getString("merge")),
                Optional.ofNullable(row.getString("test_command"))
                        .map(command -> new Test(
                                command,
                                Optional.ofNullable(row.getLong("test_timeout_ms"))
                                        .map(Duration::ofMillis))),
                row.getInteger("returns"),
                Optional.ofNullable(row.getString("provider")),
                ReviewBy.of(row.getString("review_by")));
    }
}
