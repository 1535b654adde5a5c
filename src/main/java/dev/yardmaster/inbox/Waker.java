package dev.yardmaster.inbox;

import dev.yardmaster.inbox.WakeRepository.Sleeper;
import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.YardmasterException;
import dev.yardmaster.provider.resolution.Preferences.Choice;
import dev.yardmaster.session.Continuation;
import dev.yardmaster.session.SessionFactory;
import dev.yardmaster.session.SessionLauncher;
import dev.yardmaster.session.SessionPlanner;
import dev.yardmaster.session.SessionRequest;
import dev.yardmaster.session.run.SessionLaunch;
import dev.yardmaster.usage.Budgets;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jboss.logging.Logger;

/**
 * Starts sessions for the mail of agents that have no session. Such a session resumes the agent's last conversation and ends when it has dealt
 * with its mail. Pauses, budgets, limits and pools apply as for tasks. Blocks; for one thread.
 */
@Singleton
class Waker {
    private static final Logger LOG = Logger.getLogger(Waker.class);
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final WakeRepository repository;
    private final SessionPlanner planner;
    private final SessionFactory sessions;
    private final SessionLauncher launcher;
    private final Pool pool;

    Waker(
            WakeRepository repository,
            SessionPlanner planner,
            SessionFactory sessions,
            SessionLauncher launcher,
            Pool pool) {
        this.repository = repository;
        this.planner = planner;
        this.sessions = sessions;
        this.launcher = launcher;
        this.pool = pool;
    }

    /**
     * Starts each agent that can start now.
     *
     * @param stopping whether this service may start nothing from now on
     */
    void run(BooleanSupplier stopping) {
        for (UUID agent : repository.due().await().atMost(TIMEOUT)) {
            if (stopping.getAsBoolean()) {
                return;
            }
            wake(agent);
        }
    }

    /** An agent that can't start does not keep the others from starting. */
    private void wake(UUID agent) {
        try {
            awaitUncancelled(pool.withTransaction(transaction -> create(transaction, agent))
                    .invoke(created -> created.ifPresent(this::launch)));
        } catch (YardmasterException e) {
            repository.waits(agent, e.detail()).await().atMost(TIMEOUT);
        } catch (RuntimeException e) {
            LOG.errorf(e, "agent=%s state=not_started_for_mail; trying again", agent);
        }
    }

    private Uni<Optional<SessionLaunch>> create(SqlConnection transaction, UUID agent) {
        return repository
                .lock(transaction, agent)
                .chain(found -> found.map(
                                sleeper -> create(transaction, sleeper).map(Optional::of))
                        .orElseGet(() -> Uni.createFrom().item(Optional.empty())));
    }

    private Uni<SessionLaunch> create(SqlConnection transaction, Sleeper sleeper) {
        if (sleeper.paused()) {
            throw waits("The dispatcher is paused. GET /api/dispatcher shows until when.");
        }
        return planner.selectionContext(transaction)
                .invoke(context -> requireBudget(sleeper, context.budgets()))
                .chain(context -> resumption(transaction, sleeper)
                        .chain(resumed -> sessions.create(transaction, request(sleeper, resumed, context.budgets()))))
                .call(launch -> repository
                        .record(transaction, launch.session(), sleeper.profile())
                        .invoke(Waker::requireMail));
    }

    /** After a failure a new conversation gets a summary of the last one, because the CLI may have lost it. */
    private Uni<Optional<Continuation>> resumption(SqlConnection transaction, Sleeper sleeper) {
        return sessions.resumption(transaction, sleeper.profile().id())
                .map(found -> found.map(last -> new Continuation(last.earlier(), sleeper.attempts() == 0)));
    }

    private static SessionRequest request(Sleeper sleeper, Optional<Continuation> resumed, Budgets budgets) {
        return new SessionRequest(
                sleeper.profile(), Choice.NONE, Optional.empty(), Optional.empty(), resumed, budgets, false);
    }

    private static void requireBudget(Sleeper sleeper, Budgets budgets) {
        budgets.blocking(sleeper.profile().id(), sleeper.profile().context().project(), Optional.empty())
                .ifPresent(spent -> {
                    throw waits(spent.reason());
                });
    }

    private static void requireMail(boolean has) {
        if (!has) {
            throw waits("The mail was acknowledged or withdrawn just now.");
        }
    }

    private static YardmasterException waits(String reason) {
        return new YardmasterException(ErrorCode.CONFLICT, reason);
    }

    private void launch(SessionLaunch launch) {
        LOG.infof("session=%s agent=%s state=started_for_mail", launch.session(), launch.agent());
        launcher.launchOn(Infrastructure.getDefaultWorkerPool(), launch);
    }

    /** Does not cancel the work after the timeout: a session that is stored must also be launched. */
    private static <T> T awaitUncancelled(Uni<T> work) {
        try {
            return work.subscribeAsCompletionStage()
                    .copy()
                    .orTimeout(TIMEOUT.toSeconds(), TimeUnit.SECONDS)
                    .join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }
}
