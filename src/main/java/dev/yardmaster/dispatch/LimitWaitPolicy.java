package dev.yardmaster.dispatch;

import dev.yardmaster.dispatch.DispatchDecision.Blocked;
import dev.yardmaster.selection.SelectionContext;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Hands tasks back to people that would have to wait for the end of limits longer than the settings allow. */
@Singleton
class LimitWaitPolicy {
    // Not while an agent that may have it is busy: it is not limited, then.
    private static final String REVIEW = """
            UPDATE task SET state = 'review', reason = $2, updated_at = now() WHERE id IN (
                SELECT t.id FROM task t
                WHERE t.id = ANY($1) AND t.state = 'open' AND NOT EXISTS (
                    SELECT FROM task_queue q JOIN agent a ON a.id = q.reserved_for OR q.reserved_for IS NULL AND a.role = q.role
                        JOIN session s ON s.agent = a.id AND s.ended_at IS NULL
                    WHERE q.id = t.queue AND a.tags @> q.requires)
                FOR UPDATE SKIP LOCKED)
            """;

    private final Pool pool;

    LimitWaitPolicy(Pool pool) {
        this.pool = pool;
    }

    /** Puts into review what waits for nothing but limits, and for too long. */
    Uni<Void> giveUp(List<DispatchDecision> decisions, SelectionContext outlook) {
        return outlook.workspace()
                .maxLimitWait()
                .map(longest -> giveUp(decisions, outlook.at().plus(longest), longest))
                .orElseGet(() -> Uni.createFrom().voidItem());
    }

    private Uni<Void> giveUp(List<DispatchDecision> decisions, Instant latest, Duration longest) {
        UUID[] tooLong = decisions.stream()
                .filter(decision -> decision instanceof Blocked blocked && isTooLong(blocked, latest))
                .map(decision -> decision.task().id())
                .toArray(UUID[]::new);
        if (tooLong.length == 0) {
            return Uni.createFrom().voidItem();
        }
        String reason = "All that it could run on is limited for longer than the settings let tasks wait (maxLimitWait "
                + longest + "). Open it again when it can run, or change the fallback chain.";
        return pool.preparedQuery(REVIEW).execute(Tuple.of(tooLong, reason)).replaceWithVoid();
    }

    private static boolean isTooLong(Blocked blocked, Instant latest) {
        Optional<Instant> until = blocked.until();
        return blocked.isLimited() && until.filter(latest::isBefore).isPresent();
    }
}
