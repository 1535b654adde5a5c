package dev.yardmaster.approval;

import dev.yardmaster.loop.Loop;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * Every second, while sessions of this service wait: denies what is overdue, and gives the sessions the decisions that were made meanwhile,
 * also over other services.
 */
@Singleton
class ApprovalLoop {
    private static final Logger LOG = Logger.getLogger(ApprovalLoop.class);
    private static final Duration INTERVAL = Duration.ofSeconds(1);
    private static final Duration LONGEST_TURN = Duration.ofMinutes(1);
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    /** What the model is told about a request that nobody answered. */
    static final String EXPIRED = "Denied, because nobody answered in time. Continue without it.";

    private final ApprovalRequests requests;
    private final ApprovalRepository repository;
    private final Loop loop = new Loop("approvals", INTERVAL, LONGEST_TURN, this::turn);

    ApprovalLoop(ApprovalRequests requests, ApprovalRepository repository) {
        this.requests = requests;
        this.repository = repository;
    }

    void start(@Observes StartupEvent event) {
        loop.start();
    }

    /** Runs after the sessions have ended. */
    void stop(@Observes @Priority(250) ShutdownEvent event) throws InterruptedException {
        loop.stop(TIMEOUT);
    }

    private void turn() {
        Set<UUID> waiting = requests.waiting().approvals();
        if (waiting.isEmpty()) {
            return;
        }
        try {
            repository.expire(waiting, EXPIRED).await().atMost(TIMEOUT);
            repository.settled(waiting).await().atMost(TIMEOUT).forEach(requests::settle);
        } catch (RuntimeException e) {
            LOG.warnf("state=approvals_not_read error=%s; trying again in %s", e, INTERVAL);
        }
    }
}
