package dev.yardmaster.session;

import dev.yardmaster.session.log.SessionState;
import dev.yardmaster.session.run.RunningSession;
import dev.yardmaster.session.run.SessionLaunch;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.UUID;
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

    @Inject
    SessionLauncher(
            SessionRegistry registry,
            RunningSessionFactory sessions,
            LaunchPreparation preparation,
            SessionFinisher finisher) {
        this(registry, sessions::create, preparation::prepare, finisher);
    }

    /**
     * @param sessions creates a session that is not started
     * @param preparation adds to a launch what the CLI needs; may block
     */
    SessionLauncher(
            SessionRegistry registry,
            Function<SessionLaunch, RunningSession> sessions,
            UnaryOperator<SessionLaunch> preparation,
            SessionFinisher finisher) {
        this.registry = registry;
        this.sessions = sessions;
        this.preparation = preparation;
        this.finisher = finisher;
    }

    /**
     * Registers a stored session, so that it can be stopped before its turn to be launched comes. The caller must launch it afterwards.
     * Does not block.
     */
    public void register(SessionLaunch stored) {
        registered(stored);
    }

    /**
     * Launches a stored session, after registering it if necessary. Whatever goes wrong becomes the end of the session. Blocks while files
     * are written and the CLI is started.
     */
    public void launch(SessionLaunch stored) {
        RunningSession session = registered(stored);
        try {
            start(session, preparation.apply(stored));
        } catch (RuntimeException e) {
            finisher.fail(session, e);
        }
    }

    private void start(RunningSession session, SessionLaunch prepared) {
        LOG.infof(
                "session=%s agent=%s task=%s executable=%s state=starting",
                prepared.session(),
                prepared.agent(),
                prepared.task().map(UUID::toString).orElse("-"),
                prepared.request().executable().name());
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
