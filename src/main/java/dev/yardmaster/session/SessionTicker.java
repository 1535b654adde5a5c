package dev.yardmaster.session;

import dev.yardmaster.loop.Loop;
import dev.yardmaster.session.end.SessionState;
import dev.yardmaster.session.run.RunningSession;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.jboss.logging.Logger;

/**
 * Lets all running sessions check every second whether they take too long. It has a thread of its own, so that a session can also be ended
 * while all worker threads wait.
 */
@Singleton
class SessionTicker {
    private static final Logger LOG = Logger.getLogger(SessionTicker.class);
    private static final Duration INTERVAL = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofMinutes(1);

    private final SessionRegistry registry;
    private final Loop loop = new Loop("session-ticker", INTERVAL, LONGEST, this::tick);

    SessionTicker(SessionRegistry registry) {
        this.registry = registry;
    }

    void start(@Observes StartupEvent event) {
        loop.start();
    }

    /** Runs after the sessions have ended. */
    void stop(@Observes @Priority(250) ShutdownEvent event) throws InterruptedException {
        loop.stop(INTERVAL);
    }

    void tick() {
        registry.all().forEach(SessionTicker::tick);
    }

    private static void tick(RunningSession session) {
        try {
            session.tick();
        } catch (Throwable e) {
            LOG.errorf(e, "session=%s state=not_checked", session.launch().session());
            end(session);
        }
    }

    /** Nothing would end a session that hangs and can't be checked. */
    private static void end(RunningSession session) {
        try {
            session.stop(SessionState.FAILED, "Yardmaster failed to watch over the session. See the service log.");
        } catch (Throwable e) {
            LOG.errorf(
                    e,
                    "session=%s state=not_stopped; the next check tries again",
                    session.launch().session());
        }
    }
}
