package dev.yardmaster.session;

import dev.yardmaster.executable.HealthChecks;
import dev.yardmaster.limit.FailureCause;
import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.YardmasterException;
import dev.yardmaster.provider.AgentEvent;
import dev.yardmaster.session.end.SessionEnd;
import dev.yardmaster.session.end.SessionState;
import dev.yardmaster.session.log.Chunk;
import dev.yardmaster.session.run.RunningSession;
import dev.yardmaster.session.run.SessionLaunch;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * Finishes sessions that have ended: stores the end, shows it to the readers of the log, and removes the session's files and its
 * registration. It retries until the end is stored. For any thread.
 */
@Singleton
class SessionFinisher {
    private static final Logger LOG = Logger.getLogger(SessionFinisher.class);
    private static final Duration RETRY_PAUSE = Duration.ofSeconds(1);
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final SessionRegistry registry;
    private final EndStore store;
    private final ExecutableHealth health;
    private final BiFunction<SessionLaunch, SessionEnd, Optional<String>> checkpoint;
    private final Consumer<UUID> removeFiles;
    private final Executor executor;
    private final Runnable retryPause;

    /** Stores the end of a session together with the last chunks of its log; returns false if the session had ended before. */
    @FunctionalInterface
    interface EndStore {
        Uni<Boolean> store(UUID session, SessionEnd end, AgentEvent.Usage usage, List<Chunk> last);
    }

    @Inject
    SessionFinisher(
            SessionRegistry registry,
            SessionEndTransaction transaction,
            HealthChecks health,
            Checkpointer checkpointer,
            Installation installation) {
        this(
                registry,
                transaction::store,
                ExecutableHealth.of(health),
                checkpointer::checkpoint,
                installation::removeScratch,
                task -> Thread.ofVirtual().name("session-end").start(task),
                SessionFinisher::pause);
    }

    /**
     * @param checkpoint keeps what the session has written; returns a sentence if it could not
     * @param removeFiles removes the files of a session's launch
     * @param executor runs what has to wait for the database
     * @param retryPause waits before the next attempt to store an end
     */
    SessionFinisher(
            SessionRegistry registry,
            EndStore store,
            ExecutableHealth health,
            BiFunction<SessionLaunch, SessionEnd, Optional<String>> checkpoint,
            Consumer<UUID> removeFiles,
            Executor executor,
            Runnable retryPause) {
        this.registry = registry;
        this.store = store;
        this.health = health;
        this.checkpoint = checkpoint;
        this.removeFiles = removeFiles;
        this.executor = executor;
        this.retryPause = retryPause;
    }

    /** Finishes a session that could not be started, or whose exit could not be handled. Returns at once. */
    void fail(RunningSession session, Throwable failure) {
        SessionEnd end =
                switch (failure) {
                    case YardmasterException known -> notStarted(session.launch(), known);
                    case VirtualMachineError exhausted -> withoutResources(session.launch(), exhausted);
                    case Throwable other -> crashed(session.launch(), other);
                };
        finish(session, session.abandon(end));
    }

    /** Finishes a session that has ended. Returns at once, unless there is no thread for the work. */
    void finish(RunningSession session, SessionEnd end) {
        try {
            executor.execute(() -> complete(session, end));
        } catch (Throwable e) {
            LOG.warnf(
                    "session=%s state=no_thread_for_its_end error=%s",
                    session.launch().session(), e);
            complete(session, end);
        }
    }

    /** Has the executable checked, so that no further session is started on an executable that no longer works. */
    private SessionEnd notStarted(SessionLaunch launch, YardmasterException failure) {
        health.recheck(launch.request().executable());
        String hint = failure.code() == ErrorCode.LAUNCH_FAILED
                ? " " + launch.provider().installHint() + "."
                : "";
        return SessionEnd.of(SessionState.FAILED, failure.detail() + hint);
    }

    /** A task tries again later: that the machine has no memory or threads left is no failure of the task. */
    private static SessionEnd withoutResources(SessionLaunch launch, VirtualMachineError failure) {
        LOG.errorf(failure, "session=%s state=no_resources", launch.session());
        String reason = "The system has too few resources for the session: " + failure.getMessage()
                + ". Free memory, or raise the limits on processes and threads.";
        return new SessionEnd(
                SessionState.FAILED,
                reason,
                Optional.empty(),
                Optional.empty(),
                new SessionEnd.Cause(new FailureCause.Transient(), Optional.of(reason)),
                false);
    }

    private static SessionEnd crashed(SessionLaunch launch, Throwable failure) {
        LOG.errorf(failure, "session=%s state=crashed", launch.session());
        return SessionEnd.of(
                SessionState.FAILED,
                "Yardmaster failed to run the session. See the service log for session " + launch.session() + ".");
    }

    private void complete(RunningSession session, SessionEnd ended) {
        UUID id = session.launch().session();
        // Before the task is ready again: its next session works in the same directory.
        SessionEnd end =
                checkpoint.apply(session.launch(), ended).map(ended::adding).orElse(ended);
        List<Chunk> last = endLog(session, end);
        if (end.cause().failure() instanceof FailureCause.Auth) {
            // Before the task is ready again: the dispatcher would give it to the same executable.
            health.quarantine(session.launch().request().executable(), end.reason());
        }
        while (!tryStore(session, end, last)) {
            retryPause.run();
        }
        registry.remove(id);
        removeFiles.accept(id);
        LOG.infof("session=%s state=%s reason=\"%s\"", id, end.state().value(), end.reason());
        session.markFinished();
    }

    /**
     * Appends the last event, and returns it when all others are stored. A log that can't be ended must not keep the session's task and
     * slots.
     */
    private static List<Chunk> endLog(RunningSession session, SessionEnd end) {
        try {
            Chunk last = session.log().end(end);
            session.log().awaitStored();
            return List.of(last);
        } catch (Throwable e) {
            LOG.errorf(e, "session=%s state=log_not_ended", session.launch().session());
            return List.of();
        }
    }

    private static void showEnd(RunningSession session, boolean stored) {
        try {
            if (stored) {
                session.log().publishEnd();
            } else {
                session.log().endInStore();
            }
        } catch (Throwable e) {
            LOG.errorf(e, "session=%s state=end_not_shown", session.launch().session());
        }
    }

    /** Returns false if the attempt must be repeated. */
    private boolean tryStore(RunningSession session, SessionEnd end, List<Chunk> last) {
        UUID id = session.launch().session();
        try {
            showEnd(session, store.store(id, end, session.usage(), last).await().atMost(TIMEOUT));
            return true;
        } catch (Throwable e) {
            LOG.errorf("session=%s state=end_not_stored error=%s; trying again", id, e);
            // When the service stops, the session stays open in the database, and the next start of the service ends
            // it as the spool shows.
            return registry.isClosed();
        }
    }

    private static void pause() {
        try {
            Thread.sleep(RETRY_PAUSE);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
