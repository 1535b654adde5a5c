package dev.yardmaster.session;

import dev.yardmaster.session.end.SessionState;
import dev.yardmaster.session.run.RunningSession;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jboss.logging.Logger;

/**
 * Stops the sessions of this service that another service has taken over, or may take over soon, because this one sent no heartbeat for too
 * long. Their tasks may run elsewhere then.
 */
@Singleton
public class TakenOverSessions {
    private static final Logger LOG = Logger.getLogger(TakenOverSessions.class);

    static final String FENCED =
            "The service could not renew its heartbeat, so another service may take over the session's work.";

    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final SessionRegistry registry;
    private final Function<UUID[], Uni<List<UUID>>> ended;

    @Inject
    TakenOverSessions(SessionRegistry registry, SessionRepository repository) {
        this(registry, repository::ended);
    }

    /** @param ended returns those of some sessions that have ended according to the database */
    TakenOverSessions(SessionRegistry registry, Function<UUID[], Uni<List<UUID>>> ended) {
        this.registry = registry;
        this.ended = ended;
    }

    /** Stops all sessions, because others may take over any of them. Does not need the database and does not block. */
    public void stopAll() {
        registry.all().forEach(TakenOverSessions::stop);
    }

    /** A session that can't be stopped now must not keep the others running. */
    private static void stop(RunningSession session) {
        try {
            session.stop(SessionState.LOST, FENCED);
        } catch (Throwable e) {
            LOG.errorf(e, "session=%s state=not_stopped", session.launch().session());
        }
    }

    /** Stops the sessions that another service has taken over, according to the database. Blocks. */
    public void stopEnded() {
        UUID[] running = registry.all().stream()
                .map(session -> session.launch().session())
                .toArray(UUID[]::new);
        if (running.length == 0) {
            return;
        }
        for (UUID session : ended.apply(running).await().atMost(TIMEOUT)) {
            registry.find(session)
                    .ifPresent(it -> it.stop(SessionState.LOST, "Another service has taken over the session's work."));
        }
    }
}
