package dev.yardmaster.replica;

import dev.yardmaster.session.TakenOverSessions;
import io.quarkus.scheduler.Scheduled;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;

/** Stops the sessions of this service that another service has taken over, because their tasks may already run elsewhere. */
@Singleton
class Fence {
    private static final Logger LOG = Logger.getLogger(Fence.class);

    private final Runnable stopSessionsThatOthersEnded;

    @Inject
    Fence(TakenOverSessions sessions) {
        this(sessions::stop);
    }

    Fence(Runnable stopSessionsThatOthersEnded) {
        this.stopSessionsThatOthersEnded = stopSessionsThatOthersEnded;
    }

    /** Blocks, so it runs on a worker thread. */
    @Scheduled(every = "3s", delayed = "3s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void check() {
        try {
            stopSessionsThatOthersEnded.run();
        } catch (RuntimeException e) {
            LOG.warnf("state=fence_failed error=%s; the next run tries again", e);
        }
    }
}
