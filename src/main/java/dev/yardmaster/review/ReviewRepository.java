package dev.yardmaster.review;

import dev.yardmaster.page.Conditions;
import dev.yardmaster.problem.NotFound;
import dev.yardmaster.review.Review.Evidence;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads reviews, and stores what people decide. For any thread. */
@Singleton
class ReviewRepository {
    private static final String SELECT = """
            SELECT r.*, t.title, x.commit AS test_commit, x.command, x.exit_code, x.timed_out, x.started_at, x.duration_ms, x.tail,
                CASE WHEN r.state = 'approved' THEN (
                    SELECT count(*)::int FROM review ahead
                    WHERE ahead.project = r.project AND ahead.state IN ('approved', 'merging') AND ahead.id < r.id) ELSE 0 END AS ahead
            FROM review r JOIN task t ON t.id = r.task LEFT JOIN LATERAL (
                SELECT commit, command, exit_code, timed_out, started_at, duration_ms, right(output, 4000) AS tail FROM review_test
                WHERE review = r.id ORDER BY id DESC LIMIT 1) x ON true
            """;

    /** For lists, which show no output. */
    private static final String BRIEF = SELECT.replace("right(output, 4000) AS tail", "NULL::text AS tail");

    private static final String OUTPUT = "SELECT output FROM review_test WHERE review = $1 ORDER BY id DESC LIMIT 1";

    private static final String APPROVE = """
            UPDATE review SET state = 'approved', decided_by = $2, reason = $3, problem = NULL, retry_at = NULL, updated_at = now()
            WHERE id = $1 AND state = 'waiting'
            """;

    private static final String TRY_NOW =
            "UPDATE review SET retry_at = NULL, updated_at = now() WHERE id = $1 AND retry_at IS NOT NULL";

    private static final String TEST_BASE_AGAIN =
            "DELETE FROM base_test WHERE project = (SELECT project FROM review WHERE id = $1) AND NOT green";

    private static final String TASK_AGAIN = """
            UPDATE task SET state = 'review', reason = NULL, hand_off_note = NULL, returns = greatest(returns - 1, 0), updated_at = now()
            FROM review r
            WHERE r.id = $1 AND task.id = r.task AND r.state = 'rejected' AND task.state IN ('open', 'failed')
                AND NOT EXISTS (SELECT FROM review later WHERE later.task = r.task AND later.id > r.id)
            """;

    private static final String AGAIN = """
            UPDATE review SET state = CASE WHEN head IS NULL THEN 'new' ELSE 'approved' END, decided_by = $2, reason = NULL, ended_at = NULL, updated_at = now() WHERE id = $1
            """;

    private static final String REPOSITORY = "SELECT repository FROM worktree WHERE id = $1";

    private final Pool pool;
    private final StateRepository states;

    ReviewRepository(Pool pool, StateRepository states) {
        this.pool = pool;
        this.states = states;
    }

    /** The review with an id; fails with {@code review_not_found}. */
    Uni<Review> get(UUID id) {
        return pool.preparedQuery(SELECT + "WHERE r.id = $1")
                .execute(Tuple.of(id))
                .map(rows -> rows.stream()
                        .findFirst()
                        .map(row -> review(row, true))
                        .orElseThrow(() -> NotFound.REVIEW.of(id)));
    }

    /** A page of the reviews, the newest first. */
    Uni<List<Review>> page(
            Optional<UUID> after,
            Optional<String> project,
            Optional<UUID> task,
            Optional<ReviewState> state,
            int limit) {
        Conditions where = new Conditions()
                .add(after, "r.id < $?")
                .add(state.map(ReviewState::value), "r.state = $?")
                .add(task, "r.task = $?")
                .add(project, "r.project IN (SELECT id FROM project WHERE name = $? OR id::text = lower($?))");
        return pool.preparedQuery(BRIEF + "WHERE " + where.sql() + " ORDER BY r.id DESC LIMIT " + limit)
                .execute(where.values())
                .map(rows -> rows.stream().map(row -> review(row, false)).toList());
    }

    /** The output of the last test; empty if there was none. */
    Uni<Optional<String>> output(UUID id) {
        return pool.preparedQuery(OUTPUT)
                .execute(Tuple.of(id))
                .map(rows -> rows.stream().findFirst().map(row -> row.getString("output")));
    }

    /** The work tree of the repository that has the work of a task. */
    Uni<Optional<String>> repository(UUID task) {
        return pool.preparedQuery(REPOSITORY)
                .execute(Tuple.of(task))
                .map(rows -> rows.stream().findFirst().map(row -> row.getString("repository")));
    }

    /** The review that a steward judges in a task. */
    Uni<Optional<UUID>> judgedIn(UUID task) {
        return pool.preparedQuery("SELECT id FROM review WHERE steward_task = $1")
                .execute(Tuple.of(task))
                .map(rows -> rows.stream().findFirst().map(row -> row.getUUID("id")));
    }

    /** The reviews that have not ended, of one project or of all; the oldest first. */
    Uni<List<Review>> active(Optional<UUID> project, int limit) {
        Conditions where = new Conditions().add("r.ended_at IS NULL").add(project, "r.project = $?");
        return pool.preparedQuery(BRIEF + "WHERE " + where.sql() + " ORDER BY r.id LIMIT " + limit)
                .execute(where.values())
                .map(rows -> rows.stream().map(row -> review(row, false)).toList());
    }

    /** Approves work that waits for it; false if it does not. */
    Uni<Boolean> approve(UUID id, String by, Optional<String> comment) {
        return pool.preparedQuery(APPROVE)
                .execute(Tuple.of(id, by, comment.orElse(null)))
                .map(rows -> rows.rowCount() > 0);
    }

    /** Makes the service try at once what it would try later, or try rejected work once more as it is; false if there is nothing to try. */
    Uni<Boolean> retry(UUID id, String by) {
        return states.inTaskGraph(transaction -> StateRepository.run(transaction, TEST_BASE_AGAIN, Tuple.of(id))
                .chain(() -> StateRepository.run(transaction, TRY_NOW, Tuple.of(id)))
                .chain(due -> due ? Uni.createFrom().item(true) : again(transaction, id, by)));
    }

    private static Uni<Boolean> again(SqlConnection transaction, UUID id, String by) {
        return StateRepository.run(transaction, TASK_AGAIN, Tuple.of(id))
                .chain(moved -> moved
                        ? StateRepository.run(transaction, AGAIN, Tuple.of(id, by))
                        : Uni.createFrom().item(false));
    }

    private static Review review(Row row, boolean withTail) {
        ReviewState state = ReviewState.of(row.getString("state"));
        Optional<String> problem = text(row, "problem");
        return new Review(
                row.getUUID("id"),
                row.getUUID("task"),
                row.getString("title"),
                row.getUUID("project"),
                Optional.ofNullable(row.getUUID("session")),
                row.getString("author"),
                text(row, "provider"),
                state,
                row.getBoolean("person_wanted"),
                changes(row),
                text(row, "commit"),
                Optional.ofNullable(row.getString("test_commit")).map(commit -> evidence(row, commit, withTail)),
                text(row, "steward"),
                Optional.ofNullable(row.getUUID("steward_task")),
                text(row, "decided_by"),
                text(row, "reason"),
                problem,
                ReviewRules.waitsFor(state, problem, text(row, "steward"), row.getInteger("ahead")),
                instant(row.getOffsetDateTime("retry_at")),
                row.getOffsetDateTime("created_at").toInstant(),
                row.getOffsetDateTime("updated_at").toInstant(),
                instant(row.getOffsetDateTime("ended_at")));
    }

    private static @Nullable Inspection changes(Row row) {
        return row.getString("head") == null
                ? null
                : new Inspection(
                        row.getString("base_branch"),
                        row.getString("fork"),
                        row.getString("head"),
                        row.getInteger("files"),
                        row.getInteger("insertions"),
                        row.getInteger("deletions"));
    }

    private static Evidence evidence(Row row, String commit, boolean withTail) {
        return new Evidence(
                commit,
                row.getString("command"),
                Optional.ofNullable(row.getInteger("exit_code")),
                row.getBoolean("timed_out"),
                row.getOffsetDateTime("started_at").toInstant(),
                Duration.ofMillis(row.getLong("duration_ms")),
                withTail ? text(row, "tail") : Optional.empty());
    }

    private static Optional<String> text(Row row, String column) {
        return Optional.ofNullable(row.getString(column));
    }

    private static Optional<Instant> instant(@Nullable OffsetDateTime time) {
        return Optional.ofNullable(time).map(OffsetDateTime::toInstant);
    }
}
