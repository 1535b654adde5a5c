package dev.yardmaster.replica;

import dev.yardmaster.loop.Loop;
import dev.yardmaster.session.SessionFence;
import dev.yardmaster.session.TakenOverSessions;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.jboss.logging.Logger;

/**
 * Keeps tasks from running twice: stops the sessions of this service that another service has taken over, and all of them when this service
 * has not been able to renew its heartbeat for so long that another service may soon take them over.
 */
@Singleton
class Fence {
    private static final Logger LOG = Logger.getLogger(Fence.class);
    private static final Duration INTERVAL = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofMinutes(1);

    private final SessionFence permission;
    private final Runnable stopAllSessions;
    private final Runnable stopSessionsThatOthersEnded;
    // A thread of its own: all worker threads may wait for the database.
    private final Loop loop = new Loop("fence", INTERVAL, LONGEST, this::checkHeartbeat);
    // Only for the loop's thread.
    private boolean closed;

    @Inject
    Fence(SessionFence permission, TakenOverSessions sessions) {
        this(permission, sessions::stopAll, sessions::stopEnded);
    }

    Fence(SessionFence permission, Runnable stopAllSessions, Runnable stopSessionsThatOthersEnded) {
        this.permission = permission;
        this.stopAllSessions = stopAllSessions;
        this.stopSessionsThatOthersEnded = stopSessionsThatOthersEnded;
    }

    /** Runs after the first heartbeat. */
    void start(@Observes @Priority(3000) StartupEvent event) {
        loop.start();
    }

    void stop(@Observes @Priority(220) ShutdownEvent event) throws InterruptedException {
        loop.stop(INTERVAL);
    }

    /** Does not block, and does not need the database. */
    void checkHeartbeat() {
        boolean allowed = permission.allowsSessions();
        if (!allowed && !closed) {
            LOG.warn(
                    "state=fenced; the heartbeat could not be renewed for too long, so this service ends its sessions");
        } else if (allowed && closed) {
            LOG.info("state=unfenced; the heartbeat is renewed");
        }
        closed = !allowed;
        if (closed) {
            stopAllSessions.run();
        }
    }

    /** Blocks, so it runs on a worker thread. */
    @Scheduled(every = "3s", delayed = "3s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void checkDatabase() {
        try {
            stopSessionsThatOthersEnded.run();
        } catch (RuntimeException e) {
            LOG.warnf("state=fence_failed error=%s; the next run tries again", e);
        }
    }
}
