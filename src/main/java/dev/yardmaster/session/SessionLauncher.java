package dev.yardmaster.session;

import dev.yardmaster.session.end.SessionState;
import dev.yardmaster.session.run.RunningSession;
import dev.yardmaster.session.run.SessionLaunch;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jboss.logging.Logger;

/** Launches sessions whose rows are stored. For any thread. */
@Singleton
public class SessionLauncher {
    private static final Logger LOG = Logger.getLogger(SessionLauncher.class);

    private final SessionRegistry registry;
    private final Function<SessionLaunch, RunningSession> sessions;
    private final UnaryOperator<SessionLaunch> preparation;
    private final SessionFinisher finisher;
    private final SessionFence fence;

    @Inject
    SessionLauncher(
            SessionRegistry registry,
            RunningSessionFactory sessions,
            LaunchPreparation preparation,
            SessionFinisher finisher,
            SessionFence fence) {
        this(registry, sessions::create, preparation::prepare, finisher, fence);
    }

    /**
     * @param sessions creates a session that is not started
     * @param preparation adds to a launch what the CLI needs; may block
     */
    SessionLauncher(
            SessionRegistry registry,
            Function<SessionLaunch, RunningSession> sessions,
            UnaryOperator<SessionLaunch> preparation,
            SessionFinisher finisher,
            SessionFence fence) {
        this.registry = registry;
        this.sessions = sessions;
        this.preparation = preparation;
        this.finisher = finisher;
        this.fence = fence;
    }

    /**
     * Launches a stored session, after registering it if necessary. Whatever goes wrong becomes the end of the session. Blocks while files
     * are written and the CLI is started.
     */
    public void launch(SessionLaunch stored) {
        RunningSession session = registered(stored);
        try {
            start(session, preparation.apply(stored));
        } catch (Throwable e) {
            // Also an error, such as a thread that can't be created: it concerns this session only.
            finisher.fail(session, e);
        }
    }

    /**
     * Registers a stored session at once, so that it can be stopped before its turn comes, and launches it on a thread of an executor. If
     * the executor has no thread for it, this becomes the end of the session. Does not block.
     *
     * @return completes when the session is launched or has ended
     */
    public CompletionStage<Void> launchOn(Executor executor, SessionLaunch stored) {
        RunningSession session = registered(stored);
        var launched = new CompletableFuture<Void>();
        try {
            executor.execute(() -> {
                try {
                    launch(stored);
                } finally {
                    launched.complete(null);
                }
            });
        } catch (Throwable e) {
            finisher.fail(session, e);
            launched.complete(null);
        }
        return launched;
    }

    private void start(RunningSession session, SessionLaunch prepared) {
        LOG.infof(
                "session=%s agent=%s task=%s executable=%s state=starting",
                prepared.session(),
                prepared.agent(),
                prepared.task().map(task -> task.id().toString()).orElse("-"),
                prepared.request().executable().name());
        if (!fence.allowsSessions()) {
            session.stop(SessionState.LOST, TakenOverSessions.FENCED);
        }
        session.start(prepared).whenComplete((end, failure) -> {
            if (failure == null) {
                finisher.finish(session, end);
            } else {
                finisher.fail(session, failure);
            }
        });
    }

    private RunningSession registered(SessionLaunch stored) {
        RunningSession session = registry.register(stored.session(), _ -> sessions.apply(stored));
        // The shutdown stops the sessions that were registered before the registry was closed.
        if (registry.isClosed()) {
            session.stop(SessionState.LOST, SessionShutdown.REASON);
        }
        return session;
    }
}
