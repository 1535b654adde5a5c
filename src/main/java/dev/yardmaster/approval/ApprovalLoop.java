package dev.yardmaster.approval;

import dev.yardmaster.loop.Loop;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * Every second, while sessions of this service wait: denies what is overdue, and gives the sessions the decisions that were made meanwhile,
 * also over other services. Every minute it also denies what is overdue of services that do not run any more.
 */
@Singleton
class ApprovalLoop {
    private static final Logger LOG = Logger.getLogger(ApprovalLoop.class);
    private static final Duration INTERVAL = Duration.ofSeconds(1);
    /** How often to look for overdue approvals of other services. */
    private static final Duration INTERVAL_OF_ALL = Duration.ofMinutes(1);

    private static final Duration LONGEST_TURN = Duration.ofMinutes(1);
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    /** What the model gets for a request that no person answered. */
    static final String EXPIRED = "Denied, because no person answered in time. Continue without it.";

    private final ApprovalRequests requests;
    private final ApprovalRepository repository;
    private Instant nextAll = Instant.MIN;
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
        boolean all = !Instant.now().isBefore(nextAll);
        if (waiting.isEmpty() && !all) {
            return;
        }
        try {
            repository.expire(EXPIRED).await().atMost(TIMEOUT);
            repository.settled(waiting).await().atMost(TIMEOUT).forEach(requests::settle);
            if (all) {
                forgetDeleted(waiting);
                nextAll = Instant.now().plus(INTERVAL_OF_ALL);
            }
        } catch (RuntimeException e) {
            LOG.warnf("state=approvals_not_read error=%s; trying again in %s", e, INTERVAL);
        }
    }

    /** An approval is deleted with its session. */
    private void forgetDeleted(Set<UUID> waiting) {
        Set<UUID> deleted = new HashSet<>(waiting);
        deleted.removeAll(repository.existing(waiting).await().atMost(TIMEOUT));
        deleted.forEach(requests.waiting()::remove);
    }
}
