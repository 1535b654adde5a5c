package dev.yardmaster.session;

import dev.yardmaster.session.end.SessionState;
import dev.yardmaster.session.run.SessionConfig;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;

/** Ends all sessions when the service stops, so that their tasks are ready again. */
@Singleton
class SessionShutdown {
    static final String REASON = "The service was stopped.";

    private static final Logger LOG = Logger.getLogger(SessionShutdown.class);

    private final SessionRegistry registry;
    private final SessionConfig config;

    SessionShutdown(SessionRegistry registry, SessionConfig config) {
        this.registry = registry;
        this.config = config;
    }

    /** Runs after the dispatcher has stopped and before the log writer stops. Waits until all ends are stored, within bounds. */
    void stop(@Observes @Priority(200) ShutdownEvent event) throws InterruptedException {
        registry.close();
        registry.all().forEach(session -> session.stop(SessionState.LOST, REASON));
        if (!registry.awaitEmpty(config.shutdownTimeout())) {
            LOG.warnf("state=sessions_not_ended count=%d", registry.size());
        }
    }
}
