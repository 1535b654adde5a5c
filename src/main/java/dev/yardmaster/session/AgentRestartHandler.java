package dev.yardmaster.session;

import dev.yardmaster.agent.AgentListener;
import dev.yardmaster.agent.AgentProfile;
import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.YardmasterException;
import dev.yardmaster.provider.resolution.Preferences.Choice;
import dev.yardmaster.provider.resolution.Resolution;
import dev.yardmaster.usage.Budgets;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.UUID;
import org.jboss.logging.Logger;

/** Hands the running sessions of a changed agent over to new ones. */
@Singleton
class AgentRestartHandler implements AgentListener {
    private static final Logger LOG = Logger.getLogger(AgentRestartHandler.class);

    private final SessionRegistry sessions;
    private final SessionRepository repository;
    private final SessionFactory starter;
    private final SessionPlanner planner;
    private final Pool pool;

    AgentRestartHandler(
            SessionRegistry sessions,
            SessionRepository repository,
            SessionFactory starter,
            SessionPlanner planner,
            Pool pool) {
        this.sessions = sessions;
        this.repository = repository;
        this.starter = starter;
        this.planner = planner;
        this.pool = pool;
    }

    /** Fails, and leaves the running sessions alone, when no session could be started on what the agent is to run on now. */
    @Override
    public Uni<Void> restart(AgentProfile agent) {
        return planner.explain(pool, agent, Choice.NONE)
                .invoke(AgentRestartHandler::requireWorking)
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .invoke(() -> sessions.handOver(
                        agent.id(),
                        "Handed over to a new session, since its agent was changed.",
                        session -> goOn(agent, session)))
                .replaceWithVoid();
    }

    private static void requireWorking(Resolution resolution) {
        resolution.problem().ifPresent(problem -> {
            throw new YardmasterException(ErrorCode.PROVIDER_UNAVAILABLE, problem);
        });
    }

    /** Blocks. */
    private void goOn(AgentProfile agent, UUID ended) {
        try {
            Session earlier = repository.get(ended).await().indefinitely();
            var wish = new SessionRequest(
                    agent,
                    Choice.NONE,
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.of(new Continuation(earlier, true)),
                    Budgets.NONE);
            sessions.launch(pool.withTransaction(transaction -> starter.store(transaction, wish))
                    .await()
                    .indefinitely());
        } catch (RuntimeException e) {
            LOG.errorf("session=%s state=not_handed_over reason=%s", ended, e);
        }
    }
}
