package dev.yardmaster.dispatch;

import dev.yardmaster.session.SessionEnd;
import dev.yardmaster.session.SessionListener;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/** What the end of its session means for a task. Written in the transaction that ends the session, so that none is lost between. */
@Singleton
class TaskOutcomes implements SessionListener {
    private static final String UPDATE = "UPDATE task SET updated_at = now(), ";
    private static final String OF_SESSION = " WHERE session = $1 AND state = 'running'";

    private static final String DONE = UPDATE + "state = 'done', result = $2, reason = NULL" + OF_SESSION;
    private static final String READY = UPDATE + "state = 'open', reason = $2" + OF_SESSION;
    private static final String REVIEW = UPDATE + "state = 'review', reason = $2" + OF_SESSION;
    private static final String FAILED = UPDATE + """
            failures = failures + 1, reason = $2,
            state = CASE WHEN failures + 1 >= $3 THEN 'failed' ELSE 'open' END,
            scheduled_for = now() + interval '1 millisecond' * ($4 * 2 ^ failures)
            """ + OF_SESSION;

    private final DispatchConfig config;

    TaskOutcomes(DispatchConfig config) {
        this.config = config;
    }

    @Override
    public Uni<Void> ended(SqlConnection transaction, UUID session, SessionEnd end) {
        Uni<?> update =
                switch (end.state()) {
                    case COMPLETED ->
                        run(transaction, DONE, Tuple.of(session, end.result().orElse(null)));
                    case FAILED ->
                        run(
                                transaction,
                                FAILED,
                                Tuple.of(session, end.reason(), config.maxFailures(), jittered(config.retryDelay())));
                    // Whoever stopped it, but for having another agent or provider go on, wants to look first: given
                    // back at once, it would start again at once.
                    case STOPPED -> run(transaction, end.goesOn() ? READY : REVIEW, Tuple.of(session, end.reason()));
                    // Ready for whoever is not limited: the ledger keeps back those who are.
                    case LIMITED, LOST -> run(transaction, READY, Tuple.of(session, end.reason()));
                    case STARTING, RUNNING -> throw new IllegalStateException("Not an end: " + end.state());
                };
        return update.replaceWithVoid();
    }

    private static Uni<?> run(SqlConnection transaction, String sql, Tuple values) {
        return transaction.preparedQuery(sql).execute(values);
    }

    private static double jittered(Duration delay) {
        return delay.toMillis() * (1 + ThreadLocalRandom.current().nextDouble() / 2);
    }
}
