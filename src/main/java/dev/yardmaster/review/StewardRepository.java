package dev.yardmaster.review;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Finds the stewards that can judge work, and gives it to one of them. For any thread. */
@Singleton
class StewardRepository {
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

    private final Pool pool;

    StewardRepository(Pool pool) {
        this.pool = pool;
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
        return pool.withTransaction(transaction -> StateRepository.run(
                        transaction,
                        StateRepository.SEEN,
                        StateRepository.seenValues(review.id(), ReviewState.WAITING, found))
                .chain(stored -> stored
                        ? StateRepository.run(
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
}
