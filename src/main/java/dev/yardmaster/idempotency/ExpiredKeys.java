package dev.yardmaster.idempotency;

import dev.yardmaster.replica.Lease;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;

/** Deletes the keys that have expired. Of the services on one database, the one that dispatches does this. */
@Singleton
class ExpiredKeys {
    private static final Logger LOG = Logger.getLogger(ExpiredKeys.class);

    private final IdempotencyRepository repository;
    private final Lease lease;

    ExpiredKeys(IdempotencyRepository repository, Lease lease) {
        this.repository = repository;
        this.lease = lease;
    }

    @Scheduled(every = "1m", delayed = "1m", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> delete() {
        if (!lease.isHeld()) {
            return Uni.createFrom().voidItem();
        }
        return repository
                .deleteExpired()
                .replaceWithVoid()
                .onFailure()
                .invoke(failure -> LOG.warnf("state=expired_idempotency_keys_not_deleted error=%s", failure))
                .onFailure()
                .recoverWithNull();
    }
}
