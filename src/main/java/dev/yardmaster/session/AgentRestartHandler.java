package dev.yardmaster.session;

import dev.yardmaster.agent.AgentListener;
import dev.yardmaster.agent.AgentProfile;
import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.YardmasterException;
import dev.yardmaster.provider.resolution.Preferences.Choice;
import dev.yardmaster.provider.resolution.Resolution;
import dev.yardmaster.session.end.SessionEnd;
import dev.yardmaster.session.end.SessionState;
import dev.yardmaster.session.run.RunningSession;
import dev.yardmaster.session.run.SessionLaunch;
import dev.yardmaster.usage.Budgets;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * Replaces the running sessions of a changed agent. A task is ready again at once, so the dispatcher starts its next session. A session
 * that was started by hand gets its successor from here.
 */
@Singleton
class AgentRestartHandler implements AgentListener {
    private static final Logger LOG = Logger.getLogger(AgentRestartHandler.class);
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final SessionEnd HANDED_OVER = SessionEnd.of(
                    SessionState.STOPPED, "Handed over to a new session because its agent was changed.")
            .goingOn();

    private final SessionRegistry registry;
    private final SessionLauncher launcher;
    private final SessionRepository repository;
    private final SessionFactory factory;
    private final SessionPlanner planner;
    private final Pool pool;

    AgentRestartHandler(
            SessionRegistry registry,
            SessionLauncher launcher,
            SessionRepository repository,
            SessionFactory factory,
            SessionPlanner planner,
            Pool pool) {
        this.registry = registry;
        this.launcher = launcher;
        this.repository = repository;
        this.factory = factory;
        this.planner = planner;
        this.pool = pool;
    }

    /** Fails, and leaves the running sessions alone, if no session could be started with the agent's new settings. */
    @Override
    public Uni<Void> restart(AgentProfile agent) {
        return planner.explain(pool, agent, Choice.NONE)
                .invoke(AgentRestartHandler::requireNoProblem)
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .invoke(() -> registry.ofAgent(agent.id()).stream()
                        .filter(RunningSession::isStarted)
                        .forEach(session -> handOver(agent, session)))
                .replaceWithVoid();
    }

    private static void requireNoProblem(Resolution resolution) {
        resolution.problem().ifPresent(problem -> {
            throw new YardmasterException(ErrorCode.PROVIDER_UNAVAILABLE, problem);
        });
    }

    private void handOver(AgentProfile agent, RunningSession session) {
        SessionLaunch launch = session.launch();
        if (launch.task().isEmpty() && !launch.staysOpen()) {
            // It was started for mail and ends soon; nothing would give a successor its mail again.
            return;
        }
        if (session.stop(HANDED_OVER) && launch.task().isEmpty()) {
            session.finished().thenRunAsync(() -> startSuccessor(agent, launch.session()), Thread::startVirtualThread);
        }
    }

    /** Blocks. */
    private void startSuccessor(AgentProfile agent, UUID ended) {
        try {
            Session earlier = repository.get(ended).await().atMost(TIMEOUT);
            var request = new SessionRequest(
                    agent,
                    Choice.NONE,
                    Optional.empty(),
                    Optional.empty(),
                    Optional.of(new Continuation(earlier, true)),
                    Budgets.NONE,
                    true);
            launcher.launch(pool.withTransaction(transaction -> factory.create(transaction, request))
                    .await()
                    .atMost(TIMEOUT));
        } catch (Throwable e) {
            LOG.errorf("session=%s state=not_handed_over reason=%s", ended, e);
        }
    }
}
