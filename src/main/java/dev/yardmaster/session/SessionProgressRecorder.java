package dev.yardmaster.session;

import dev.yardmaster.provider.AgentEvent;
import dev.yardmaster.provider.ApprovalSignal;
import dev.yardmaster.session.run.SessionLaunch;
import dev.yardmaster.session.run.SessionProgressListener;
import dev.yardmaster.usage.UsageMetrics;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jboss.logging.Logger;

/**
 * Records in the rows of sessions how far they have come. The session does not wait for an update, and an update that fails is only
 * logged: the end of the session stores everything that must be stored.
 */
@Singleton
class SessionProgressRecorder {
    private static final Logger LOG = Logger.getLogger(SessionProgressRecorder.class);

    private final SessionRepository repository;
    private final UsageMetrics metrics;
    private final SessionApprovals approvals;

    SessionProgressRecorder(SessionRepository repository, UsageMetrics metrics, SessionApprovals approvals) {
        this.repository = repository;
        this.approvals = approvals;
        this.metrics = metrics;
    }

    /** A listener that records the progress of one session. */
    SessionProgressListener listener(SessionLaunch launch) {
        return new Listener(launch);
    }

    private final class Listener implements SessionProgressListener {
        private final SessionLaunch launch;
        private CompletableFuture<Void> idleStored = CompletableFuture.completedFuture(null);

        Listener(SessionLaunch launch) {
            this.launch = launch;
        }

        @Override
        public void started() {
            record(launch.session(), repository.running(launch.session()));
        }

        @Override
        public void identified(AgentEvent.SessionStarted started) {
            record(launch.session(), repository.identify(launch.session(), started));
        }

        @Override
        public void approval(ApprovalSignal signal) {
            approvals.signal(launch, signal);
        }

        @Override
        public void answered() {
            record(launch.session(), repository.answered(launch.session()));
        }

        @Override
        public void used(AgentEvent.Usage turn, AgentEvent.Usage total) {
            metrics.count(
                    launch.provider().id().value(),
                    launch.request().executable().name(),
                    turn.inputTokens(),
                    turn.outputTokens(),
                    turn.cacheReadTokens(),
                    turn.cacheWriteTokens(),
                    turn.costUsd());
            record(launch.session(), repository.used(launch.session(), total));
        }

        /** One update after the other, because updates may overtake each other on two connections. */
        @Override
        public void idle(boolean idle) {
            idleStored = idleStored.thenCompose(_ -> repository
                    .idle(launch.session(), idle)
                    .onFailure()
                    .invoke(e -> warn(launch.session(), e))
                    .onFailure()
                    .recoverWithNull()
                    .subscribeAsCompletionStage());
        }
    }

    private static void record(UUID session, Uni<Void> update) {
        update.subscribe().with(_ -> {}, e -> warn(session, e));
    }

    private static void warn(UUID session, Throwable failure) {
        LOG.warnf("session=%s state=progress_not_stored error=%s", session, failure);
    }
}
