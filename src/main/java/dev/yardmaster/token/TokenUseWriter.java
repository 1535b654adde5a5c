package dev.yardmaster.token;

import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jboss.logging.Logger;

/** Stores once a minute when tokens were used last. Requests never wait for it. */
@Singleton
class TokenUseWriter {
    private static final Logger LOG = Logger.getLogger(TokenUseWriter.class);

    private final TokenAuthenticator authenticator;
    private final TokenQueries queries;

    TokenUseWriter(TokenAuthenticator authenticator, TokenQueries queries) {
        this.authenticator = authenticator;
        this.queries = queries;
    }

    /** Stores the uses since the last run, in one statement. If that fails, the next run tries again. */
    @Scheduled(every = "1m", delayed = "1m", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> write() {
        Map<UUID, Instant> uses = authenticator.known().takeUses();
        return uses.isEmpty()
                ? Uni.createFrom().voidItem()
                : queries.writeUses(uses)
                        .onFailure()
                        .invoke(failure -> {
                            LOG.debugf("state=token_uses_not_written error=%s", failure);
                            authenticator.known().putBack(uses);
                        })
                        .onFailure()
                        .recoverWithNull();
    }
}
