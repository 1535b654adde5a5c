package dev.yardmaster.dispatch;

import dev.yardmaster.agent.AgentProfile;
import dev.yardmaster.session.Continuation;
import dev.yardmaster.session.SessionFactory;
import dev.yardmaster.session.SessionRequest;
import dev.yardmaster.session.run.SessionLaunch;
import dev.yardmaster.session.run.SessionTask;
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

/** Claims tasks for agents. One transaction selects the executable again, takes the pool slots, and stores the session and the task. */
@Singleton
class TaskClaimer {
    // Another dispatcher or a user may have changed the task since it was planned, or have paused the dispatcher.
    private static final String LOCK_TASK = """
            SELECT prompt, acceptance, hand_off_note, project, provider, executable, model, timeout_ms, session, resumes,
                extract(epoch FROM now() - updated_at)::double precision AS waited,
                EXISTS (SELECT FROM dispatch_pause WHERE until IS NULL OR until > now()) AS paused
            FROM task
            WHERE id = $1 AND state = 'open' AND blockers = 0 AND NOT held AND scheduled_for IS NULL
            FOR UPDATE SKIP LOCKED
            """;

    private static final String CLAIM_TASK = """
            UPDATE task SET state = 'running', assignee = $2, session = $3, attempts = attempts + 1, resumes = false, reason = NULL,
                updated_at = now()
            WHERE id = $1
            """;

    /** The first message of a conversation that is resumed, below the mail with the answer. */
    private static final String GO_ON =
            "Your work on the task goes on in this conversation. What became of your question stands above. Go on with the task.";

    private final Pool pool;
    private final SessionFactory sessionFactory;

    TaskClaimer(Pool pool, SessionFactory sessionFactory) {
        this.pool = pool;
        this.sessionFactory = sessionFactory;
    }

    /** What became of a claim. */
    sealed interface Outcome {}

    /**
     * The task is claimed.
     *
     * @param waited the time since the task was created, changed or made ready again
     */
    record Claimed(SessionLaunch launch, Duration waited) implements Outcome {}

    /** The task is no longer ready, or no longer a task for the agent. */
    record NotReady() implements Outcome {}

    /** The dispatcher is paused. */
    record Paused() implements Outcome {}

    /**
     * Claims a task for an agent. Fails in the same way as {@link SessionFactory#create}.
     *
     * @param budgets the budgets that are spent
     */
    Uni<Outcome> claim(UUID task, AgentProfile agent, Budgets budgets) {
        return pool.withTransaction(transaction -> PauseRepository.holdOff(transaction)
                .chain(() -> transaction.preparedQuery(LOCK_TASK).execute(Tuple.of(task)))
                .chain(rows -> {
                    if (rows.size() == 0) {
                        return Uni.createFrom().item(new NotReady());
                    }
                    Row row = rows.iterator().next();
                    if (!worksOn(agent, row.getUUID("project"))) {
                        return Uni.createFrom().item(new NotReady());
                    }
                    return row.getBoolean("paused")
                            ? Uni.createFrom().item(new Paused())
                            : store(transaction, task, agent, budgets, row);
                }));
    }

    private Uni<Outcome> store(SqlConnection transaction, UUID task, AgentProfile agent, Budgets budgets, Row row) {
        return continuation(transaction, row.getUUID("session"))
                .map(found -> row.getBoolean("resumes") ? found.map(it -> it.resuming(GO_ON)) : found)
                .map(continuation -> new SessionRequest(
                        agent,
                        DispatchRepository.choice(row),
                        Optional.of(sessionTask(task, row)),
                        Optional.of(prompt(row)),
                        continuation,
                        budgets,
                        false))
                .chain(request -> sessionFactory.create(transaction, request))
                .call(launch ->
                        transaction.preparedQuery(CLAIM_TASK).execute(Tuple.of(task, agent.id(), launch.session())))
                .map(launch ->
                        new Claimed(launch, Duration.ofNanos((long) (row.getDouble("waited") * 1_000_000_000L))));
    }

    private static boolean worksOn(AgentProfile agent, @Nullable UUID project) {
        return project == null || agent.worksOn(project);
    }

    private static SessionTask sessionTask(UUID task, Row row) {
        return new SessionTask(
                task,
                Optional.ofNullable(row.getUUID("project")),
                Optional.ofNullable(row.getLong("timeout_ms")).map(Duration::ofMillis));
    }

    private static String prompt(Row row) {
        return row.getString("prompt")
                + Optional.ofNullable(row.getString("acceptance"))
                        .map(acceptance -> "\n\nThe task is done when all of this is true:\n\n" + acceptance)
                        .orElse("")
                + Optional.ofNullable(row.getString("hand_off_note"))
                        .map(note -> "\n\nThe task was handed over with this note:\n\n" + note)
                        .orElse("");
    }

    private Uni<Optional<Continuation>> continuation(SqlConnection transaction, @Nullable UUID lastSession) {
        return lastSession == null
                ? Uni.createFrom().item(Optional.empty())
                : sessionFactory.continuation(transaction, lastSession);
    }
}
