package dev.yardmaster.session;

import dev.yardmaster.session.log.SessionState;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;

/**
 * Finds the sessions of this service that another service has taken over because this one sent no heartbeat for too long. Their tasks may
 * already run elsewhere.
 */
@Singleton
public class TakenOverSessions {
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

    /** Stops the sessions that were taken over. Blocks. */
    public void stop() {
        UUID[] running = registry.all().stream()
                .map(session -> session.launch().session())
                .toArray(UUID[]::new);
        if (running.length == 0) {
            return;
        }
        for (UUID session : ended.apply(running).await().indefinitely()) {
            registry.find(session)
                    .ifPresent(it -> it.stop(SessionState.LOST, "Another service has taken over the session's work."));
        }
    }
}
