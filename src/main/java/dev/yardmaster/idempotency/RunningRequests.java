package dev.yardmaster.idempotency;

import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/** Keeps the claims of the requests that this service executes. After a crash nothing renews them, so they end soon. For any thread. */
@Singleton
class RunningRequests {
    private static final Logger LOG = Logger.getLogger(RunningRequests.class);

    private final Set<UUID> attempts = ConcurrentHashMap.newKeySet();
    private final IdempotencyRepository repository;

    RunningRequests(IdempotencyRepository repository) {
        this.repository = repository;
    }

    void add(UUID attempt) {
        attempts.add(attempt);
    }

    void remove(UUID attempt) {
        attempts.remove(attempt);
    }

    /** Three times before a claim ends, so that one failure has no consequence. */
    @Scheduled(every = "3s", delayed = "3s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> renew() {
        List<UUID> running = List.copyOf(attempts);
        return running.isEmpty()
                ? Uni.createFrom().voidItem()
                : repository
                        .renew(running)
                        .onFailure()
                        .invoke(failure -> LOG.warnf("state=idempotency_claims_not_renewed error=%s", failure))
                        .onFailure()
                        .recoverWithNull();
    }
}
