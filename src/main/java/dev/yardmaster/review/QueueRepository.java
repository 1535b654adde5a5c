package dev.yardmaster.review;

import dev.yardmaster.merge.Work;
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
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The queues of finished work, and whose turn it is. For any thread. */
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

    // Only the installation that has the worktree can see its files. One row for each new review, and one for each
    // project.
    private static final String DUE = """
            SELECT DISTINCT ON (r.state = 'new', CASE WHEN r.state = 'new' THEN r.id ELSE r.project END) r.id, r.project, r.state
            FROM review r JOIN worktree w ON w.id = r.task
            WHERE w.instance = $1 AND r.state IN ('new', 'approved', 'merging') AND coalesce(r.retry_at <= now(), true)
            ORDER BY r.state = 'new', CASE WHEN r.state = 'new' THEN r.id ELSE r.project END, r.id LIMIT 1000
            """;

    private static final String SELECT = """
            SELECT r.*, t.title, t.result, t.returns, p.merge, p.test_command, p.test_timeout_ms, p.review_by, p.base_branch AS target,
                before.head AS earlier_head, before.commit AS earlier_commit
            FROM review r JOIN task t ON t.id = r.task JOIN project p ON p.id = r.project LEFT JOIN LATERAL (
                SELECT head, commit FROM review merged
                WHERE merged.task = r.task AND merged.state = 'merged' AND merged.id < r.id AND merged.head IS NOT NULL
                ORDER BY merged.id DESC LIMIT 1) before ON true
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

    private Uni<Boolean> changed(String sql, Tuple values) {
        return pool.preparedQuery(sql).execute(values).map(rows -> rows.rowCount() > 0);
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
                Optional.ofNullable(row.getString("head")),
                Optional.ofNullable(row.getString("commit")),
                row.getString("target"),
                Rejection.SERVICE.equals(row.getString("decided_by")),
                row.getBoolean("person_wanted"),
                MergeMode.of(row.getString("merge")),
                Optional.ofNullable(row.getString("test_command"))
                        .map(command -> new Test(
                                command,
                                Optional.ofNullable(row.getLong("test_timeout_ms"))
                                        .map(Duration::ofMillis))),
                row.getInteger("returns"),
                Optional.ofNullable(row.getString("provider")),
                ReviewBy.of(row.getString("review_by")),
                Optional.ofNullable(row.getString("earlier_head"))
                        .map(head -> new Work.Earlier(head, row.getString("earlier_commit"))));
    }
}
