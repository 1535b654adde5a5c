package dev.yardmaster.review;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/** Moves reviews from state to state, and their tasks with them. For any thread. */
@Singleton
class StateRepository {
    static final String SEEN = """
            UPDATE review SET state = $2, base_branch = $3, fork = $4, head = $5, files = $6, insertions = $7, deletions = $8,
                decided_by = CASE WHEN $2 = 'approved' THEN 'the service' ELSE decided_by END,
                problem = NULL, retry_at = NULL, updated_at = now()
            WHERE id = $1 AND state = 'new'
            """;

    private static final String WAITING = """
            UPDATE review SET state = 'waiting', decided_by = NULL, problem = NULL, retry_at = NULL, updated_at = now()
            WHERE id = $1 AND state IN ('approved', 'merging')
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

    // Also one that a person has withdrawn meanwhile: the base branch has the work.
    private static final String MERGED = """
            UPDATE review SET state = 'merged', commit = $2, base_branch = $3, problem = NULL, retry_at = NULL, updated_at = now(), ended_at = now()
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

    private static final String WITHDRAWN = """
            UPDATE review SET state = 'withdrawn', reason = $2, problem = NULL, retry_at = NULL, updated_at = now(), ended_at = now()
            WHERE id = $1 AND ended_at IS NULL
            """;

    private final Pool pool;

    StateRepository(Pool pool) {
        this.pool = pool;
    }

    /** Stores what the service has found, and the state that follows. */
    Uni<Boolean> seen(UUID id, ReviewState next, Inspection found) {
        return changed(SEEN, seenValues(id, next, found));
    }

    static Tuple seenValues(UUID id, ReviewState next, Inspection found) {
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

    /** Lets a review wait for an approval after all. */
    Uni<Boolean> waiting(UUID id) {
        return changed(WAITING, Tuple.of(id));
    }

    /** Stores that a review is being merged, and with which squash commit; false if it is not to be merged any more. */
    Uni<Boolean> merging(UUID id, Optional<String> commit) {
        return changed(MERGING, Tuple.of(id, commit.orElse(null)));
    }

    /** Stores why a review is not merged yet. */
    Uni<Boolean> problem(UUID id, String problem, Duration delay) {
        return changed(PROBLEM, Tuple.of(id, problem, (double) delay.toMillis()));
    }

    /** Stores that the base branch has the work; then its task is done. */
    Uni<Void> merged(UUID id, String commit, String baseBranch) {
        return inTaskGraph(transaction -> run(transaction, MERGED, Tuple.of(id, commit, baseBranch))
                .chain(() ->
                        run(transaction, TASK_DONE, Tuple.of(id, "Merged into " + baseBranch + " as " + commit + ".")))
                .replaceWithVoid());
    }

    /** Stores that there is nothing to merge; then the task is done. */
    Uni<Void> unchanged(UUID id) {
        return inTaskGraph(transaction -> run(transaction, UNCHANGED, Tuple.of(id))
                .chain(() -> run(transaction, TASK_DONE, Tuple.of(id, null)))
                .replaceWithVoid());
    }

    /** Ends a review because its project does not merge any more; then the task is done. */
    Uni<Void> withdrawn(UUID id, String reason) {
        return inTaskGraph(transaction -> run(transaction, WITHDRAWN, Tuple.of(id, reason))
                .chain(() -> run(transaction, TASK_DONE, Tuple.of(id, reason)))
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
}
