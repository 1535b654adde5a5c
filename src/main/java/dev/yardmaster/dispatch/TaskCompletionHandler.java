package dev.yardmaster.dispatch;

import dev.yardmaster.dispatch.RetryPolicy.History;
import dev.yardmaster.dispatch.RetryPolicy.Next;
import dev.yardmaster.question.Wait;
import dev.yardmaster.question.WaitingTasks;
import dev.yardmaster.review.QueueRepository;
import dev.yardmaster.session.SessionListener;
import dev.yardmaster.session.end.SessionEnd;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;

/** Updates a task when its session ends. It does so in the transaction that ends the session, so a crash can't lose the task. */
@Singleton
class TaskCompletionHandler implements SessionListener {
    private static final String HISTORY = """
            SELECT id, attempts - forgiven AS attempts, failures, troubles, max_failures, outcome, summary, to_agent, to_role, (
                SELECT count(*)::int FROM (
                    SELECT s.id FROM session s WHERE s.task = t.id ORDER BY s.id DESC LIMIT t.attempts - t.forgiven) last
                JOIN task_outcome handed ON handed.session = last.id AND handed.outcome = 'handed_off') AS hand_offs
            FROM task t LEFT JOIN task_outcome o ON o.session = t.session
            WHERE t.session = $1 AND state = 'running' FOR UPDATE OF t
            """;

    private static final String UPDATE = "UPDATE task SET updated_at = now(), ";
    private static final String DONE = UPDATE + "state = 'done', result = $2, reason = $3, troubles = 0 WHERE id = $1";
    private static final String FINISHED = DONE.replace("'done'", "'review'");
    private static final String REVIEW = UPDATE + "state = 'review', reason = $2 WHERE id = $1";
    private static final String RETRY = UPDATE + """
            state = 'open', reason = $2, failures = $3, troubles = $4, resumes = $6,
            scheduled_for = CASE WHEN $5 > 0 THEN now() + interval '1 millisecond' * $5 END
            WHERE id = $1
            """;
    private static final String WAIT =
            UPDATE + "state = 'waiting', reason = $2, failures = $3, troubles = $4, resumes = $5 WHERE id = $1";
    private static final String HAND_OFF = UPDATE + """
            state = 'open', reason = $2, hand_off_note = $3, role = coalesce($5, role),
            reserved_for = CASE WHEN $5::text IS NULL THEN reserved_for ELSE $4::uuid END,
            scheduled_for = now() + interval '1 millisecond' * $6
            WHERE id = $1
            """;
    private static final String PERSON_WANTED = "The agent asks a person to look at the result.";
    private static final String NOTHING_TO_DO = "The agent found that nothing had to be done.";

    private static final String GIVEN_UP = UPDATE + """
            state = 'failed', reason = $2, failures = $3, troubles = $4, hand_off_note = coalesce($5, hand_off_note) WHERE id = $1
            """;

    private static final String LAST_ATTEMPTS = """
            SELECT executable, state, coalesce(end_reason, '') AS reason FROM session WHERE task = $1 ORDER BY id DESC LIMIT $2
            """;

    private final QueueRepository queue;
    private final RetryPolicy policy;
    private final WaitingTasks waitingTasks;
    private final int maxFailures;

    TaskCompletionHandler(DispatchConfig config, QueueRepository queue, WaitingTasks waitingTasks) {
        this.queue = queue;
        this.waitingTasks = waitingTasks;
        this.policy = new RetryPolicy(config, new Random());
        this.maxFailures = config.maxFailures();
    }

    @Override
    public Uni<Void> ended(SqlConnection transaction, UUID session, SessionEnd end) {
        return transaction
                .preparedQuery(HISTORY)
                .execute(Tuple.of(session))
                .chain(rows -> rows.size() == 0
                        ? Uni.createFrom().voidItem()
                        : update(transaction, session, rows.iterator().next(), end));
    }

    private Uni<Void> update(SqlConnection transaction, UUID session, Row task, SessionEnd end) {
        return waitingTasks
                .after(transaction, session, task.getUUID("id"))
                .chain(wait -> update(transaction, task, end, wait));
    }

    private Uni<Void> update(SqlConnection transaction, Row task, SessionEnd end, Wait wait) {
        UUID id = task.getUUID("id");
        var history = new History(
                task.getInteger("attempts"),
                task.getInteger("failures"),
                task.getInteger("troubles"),
                Optional.ofNullable(task.getInteger("max_failures")).orElse(maxFailures),
                task.getInteger("hand_offs"));
        Reported reported = Reported.of(task.getString("outcome"));
        return switch (policy.next(end, history, reported, wait)) {
            case Next.Done() -> done(transaction, task, end, reported);
            case Next.HandOff(var delay) -> run(transaction, HAND_OFF, handOff(task, delay));
            case Next.Review() -> run(transaction, REVIEW, Tuple.of(id, end.reason()));
            case Next.Waiting(int failures, int troubles, boolean resumes) ->
                waitingTasks
                        .reason(transaction, id)
                        .chain(reason -> run(transaction, WAIT, Tuple.of(id, reason, failures, troubles, resumes)));
            case Next.Retry(var delay, int failures, int troubles, boolean resumes) ->
                run(
                        transaction,
                        RETRY,
                        Tuple.of(id, end.reason(), failures, troubles, (double) delay.toMillis(), resumes));
            case Next.GivenUp(int failures, int troubles) ->
                summary(transaction, id)
                        .map(summary -> Tuple.of(
                                id,
                                AttemptSummary.handOffs(history.handOffs()) + summary,
                                failures,
                                troubles,
                                reported == Reported.HANDED_OFF ? task.getString("summary") : null))
                        .chain(values -> run(transaction, GIVEN_UP, values));
        };
    }

    /** The work of a project that merges it waits in the project's queue. */
    private Uni<Void> done(SqlConnection transaction, Row task, SessionEnd end, Reported reported) {
        boolean personWanted = reported == Reported.NEEDS_REVIEW;
        Uni<Boolean> queued = reported == Reported.NOTHING_TO_DO
                ? Uni.createFrom().item(false)
                : queue.add(transaction, task.getUUID("id"), personWanted);
        return queued.chain(
                it -> run(transaction, it || personWanted ? FINISHED : DONE, result(task, end, reported, it)));
    }

    /** What the agent has reported counts more than its last text. */
    private static Tuple result(Row task, SessionEnd end, Reported reported, boolean queued) {
        return Tuple.of(
                task.getUUID("id"),
                Optional.ofNullable(task.getString("summary")).or(end::result).orElse(null),
                reason(reported, queued).orElse(null));
    }

    private static Optional<String> reason(Reported reported, boolean queued) {
        return switch (reported) {
            case NOTHING_TO_DO -> Optional.of(NOTHING_TO_DO);
            case NEEDS_REVIEW -> queued ? Optional.empty() : Optional.of(PERSON_WANTED);
            case DONE, HANDED_OFF, NOTHING -> Optional.empty();
        };
    }

    private static Tuple handOff(Row task, Duration delay) {
        String note = task.getString("summary");
        return Tuple.of(
                task.getUUID("id"),
                "The agent handed the task over: " + note,
                note,
                task.getUUID("to_agent"),
                task.getString("to_role"),
                (double) delay.toMillis());
    }

    /** The session that has just ended is the last attempt. */
    private static Uni<String> summary(SqlConnection transaction, UUID task) {
        return transaction
                .preparedQuery(LAST_ATTEMPTS)
                .execute(Tuple.of(task, AttemptSummary.MAX_ATTEMPTS + 1))
                .map(rows -> rows.stream()
                        .map(row -> new AttemptSummary.Attempt(
                                row.getString("executable"), row.getString("state"), row.getString("reason")))
                        .toList())
                .map(List::reversed)
                .map(AttemptSummary::of);
    }

    private static Uni<Void> run(SqlConnection transaction, String sql, Tuple values) {
        return transaction.preparedQuery(sql).execute(values).replaceWithVoid();
    }
}
