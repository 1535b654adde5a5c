package dev.yardmaster.dispatch;

import dev.yardmaster.agent.AgentProfile;
import dev.yardmaster.provider.resolution.Preferences.Choice;
import dev.yardmaster.session.Continuation;
import dev.yardmaster.session.SessionFactory;
import dev.yardmaster.session.SessionLaunch;
import dev.yardmaster.session.SessionRequest;
import dev.yardmaster.usage.Budgets;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Takes tasks for agents: task, slots and session in one transaction, which decides anew what the session runs on. */
@Singleton
class TaskClaimer {
    // Another dispatcher, or the user, may have been faster.
    private static final String LOCK_TASK = """
            SELECT prompt, project, session, extract(epoch FROM now() - updated_at)::double precision AS waited FROM task
            WHERE id = $1 AND state = 'open' AND blockers = 0 AND NOT held AND scheduled_for IS NULL
            FOR UPDATE SKIP LOCKED
            """;

    private static final String CLAIM_TASK = """
            UPDATE task SET state = 'running', assignee = $2, session = $3, attempts = attempts + 1, reason = NULL, updated_at = now()
            WHERE id = $1
            """;

    private final Pool pool;
    private final SessionFactory starter;

    TaskClaimer(Pool pool, SessionFactory starter) {
        this.pool = pool;
        this.starter = starter;
    }

    /**
     * A task that was taken.
     *
     * @param waited since it became what it was: created, changed, or given back
     */
    record Claim(SessionLaunch launch, Duration waited) {}

    /**
     * Claims a task for an agent. Empty when somebody else was faster; fails as {@link SessionFactory#create} does.
     *
     * @param budgets what may be spent no more
     */
    Uni<Optional<Claim>> claim(UUID task, AgentProfile agent, Budgets budgets) {
        return pool.withTransaction(transaction -> transaction
                .preparedQuery(LOCK_TASK)
                .execute(Tuple.of(task))
                .chain(rows -> rows.size() == 0
                        ? Uni.createFrom().item(Optional.empty())
                        : store(
                                transaction,
                                task,
                                agent,
                                budgets,
                                rows.iterator().next())));
    }

    private Uni<Optional<Claim>> store(
            SqlConnection transaction, UUID task, AgentProfile agent, Budgets budgets, Row row) {
        return continuation(transaction, row.getUUID("session"))
                .map(continuation -> new SessionRequest(
                        agent,
                        Choice.NONE,
                        Optional.of(task),
                        Optional.ofNullable(row.getUUID("project")),
                        Optional.of(row.getString("prompt")),
                        continuation,
                        budgets))
                .chain(request -> starter.create(transaction, request))
                .call(launch ->
                        transaction.preparedQuery(CLAIM_TASK).execute(Tuple.of(task, agent.id(), launch.session())))
                .map(launch -> Optional.of(
                        new Claim(launch, Duration.ofNanos((long) (row.getDouble("waited") * 1_000_000_000L)))));
    }

    private Uni<Optional<Continuation>> continuation(SqlConnection transaction, @Nullable UUID last) {
        return last == null ? Uni.createFrom().item(Optional.empty()) : starter.continuation(transaction, last);
    }
}
