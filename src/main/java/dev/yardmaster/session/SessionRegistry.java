package dev.yardmaster.session;

import dev.yardmaster.executable.HealthChecks;
import dev.yardmaster.limit.FailureCause;
import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.YardmasterException;
import dev.yardmaster.provider.AgentEvent;
import dev.yardmaster.session.log.LogLimits;
import dev.yardmaster.session.log.LogWriter;
import dev.yardmaster.session.log.SessionEnd;
import dev.yardmaster.session.log.SessionLog;
import dev.yardmaster.session.log.SessionState;
import dev.yardmaster.usage.UsageMetrics;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.Startup;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/** The running sessions. Its methods may block, except where they say so, and so are not for event loops. */
@Singleton
@Startup
public class SessionRegistry {
    private static final Logger LOG = Logger.getLogger(SessionRegistry.class);
    private static final Duration RETRY = Duration.ofSeconds(1);

    private final ConcurrentMap<UUID, RunningSession> runs = new ConcurrentHashMap<>();
    private final SessionRepository repository;
    private final LogWriter writer;
    private final SessionConfig config;
    private final SessionFinalizer ending;
    private final Installation instance;
    private final LaunchPreparation preparation;
    private final HealthChecks health;
    private final UsageMetrics metrics;
    private final ConcurrentMap<UUID, Runnable> successors = new ConcurrentHashMap<>();
    private volatile boolean stopping;

    SessionRegistry(
            SessionRepository repository,
            LogWriter writer,
            SessionConfig config,
            SessionFinalizer ending,
            Installation instance,
            LaunchPreparation preparation,
            HealthChecks health,
            UsageMetrics metrics,
            MeterRegistry registry) {
        this.repository = repository;
        this.writer = writer;
        this.config = config;
        this.ending = ending;
        this.instance = instance;
        this.preparation = preparation;
        this.health = health;
        this.metrics = metrics;
        registry.gaugeMapSize("yardmaster.sessions.running", List.of(), runs);
        registry.gauge(
                "yardmaster.log.memory",
                List.of(),
                runs,
                it -> it.values().stream()
                        .mapToLong(run -> run.log().footprint())
                        .sum());
    }

    /** Runs a session whose row is stored. Whatever goes wrong becomes its end. */
    public void launch(SessionLaunch stored) {
        try {
            run(preparation.prepare(stored));
        } catch (RuntimeException e) {
            RunningSession run = newRun(stored);
            finishLater(run, e instanceof YardmasterException known ? notStarted(stored, known) : crashed(run, e));
        }
    }

    private void run(SessionLaunch launch) {
        RunningSession run = newRun(launch);
        LOG.infof(
                "session=%s agent=%s task=%s executable=%s state=starting",
                launch.session(),
                launch.agent(),
                launch.task().map(UUID::toString).orElse("-"),
                launch.request().executable().name());
        try {
            var end = run.start();
            noted(launch, repository.running(launch.session()));
            end.whenComplete(
                    (sessionEnd, failure) -> finishLater(run, failure == null ? sessionEnd : crashed(run, failure)));
            if (stopping) {
                run.stop(SessionState.LOST, "The service was stopped.");
            }
        } catch (YardmasterException e) {
            finishLater(run, notStarted(launch, e));
        } catch (RuntimeException e) {
            finishLater(run, crashed(run, e));
        }
    }

    private RunningSession newRun(SessionLaunch launch) {
        var log = new SessionLog(launch.session(), launch.agent(), () -> LogLimits.share(runs.size()), writer::offer);
        var run = new RunningSession(launch, log, config, new Notes(launch));
        runs.put(launch.session(), run);
        return run;
    }

    /** Looks at the executable too, so that nothing else is started on one that has gone. */
    private SessionEnd notStarted(SessionLaunch launch, YardmasterException why) {
        health.recheck(launch.request().executable());
        return SessionEnd.of(SessionState.FAILED, why.detail() + hint(launch, why));
    }

    /** Gives a running session's agent a message. */
    void message(UUID session, String text) {
        running(session).message(text);
    }

    /** Stops the turn of a running session. */
    void interrupt(UUID session) {
        running(session).interrupt();
    }

    /** Ends a running session; its task is given back. */
    void stop(UUID session) {
        running(session).stop(SessionState.STOPPED, "Stopped by hand.");
    }

    /**
     * Ends the running sessions of an agent so that their work goes on in others: a task is ready again at once, and for a session
     * started by hand {@code successor} is called, on a virtual thread, when it has ended.
     */
    void handOver(UUID agent, String reason, Consumer<UUID> successor) {
        runs.values().stream().filter(run -> run.launch().agent().equals(agent)).forEach(run -> {
            UUID session = run.launch().session();
            if (run.launch().task().isEmpty()) {
                successors.putIfAbsent(session, () -> successor.accept(session));
            }
            run.stop(SessionEnd.of(SessionState.STOPPED, reason).goingOn());
        });
    }

    /** Ends all running sessions of an agent. */
    void stopAllOf(UUID agent) {
        runs.values().stream()
                .filter(run -> run.launch().agent().equals(agent))
                .forEach(run -> run.stop(SessionState.STOPPED, "Stopped by hand."));
    }

    /** Ends the sessions that others have declared lost, since they had not heard of this service for too long; their tasks may run elsewhere. */
    public void abandonLost() {
        if (runs.isEmpty()) {
            return;
        }
        UUID[] running = runs.keySet().toArray(UUID[]::new);
        for (UUID session : repository.ended(running).await().indefinitely()) {
            Optional.ofNullable(runs.get(session))
                    .ifPresent(run -> run.stop(SessionState.LOST, "Another service has taken over its work."));
        }
    }

    /** The log of a session that is running. Does not block. */
    public Optional<SessionLog> log(UUID session) {
        return Optional.ofNullable(runs.get(session)).map(RunningSession::log);
    }

    @Scheduled(every = "1s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void tick() {
        long now = System.nanoTime();
        runs.values().forEach(run -> run.tick(now));
    }

    /** Ends all sessions, so that their tasks are given back, and waits for it within bounds. */
    void shutdown(@Observes @Priority(200) ShutdownEvent event) throws InterruptedException {
        stopping = true;
        runs.values().forEach(run -> run.stop(SessionState.LOST, "The service was stopped."));
        long deadline = System.nanoTime() + config.shutdownTimeout().toNanos();
        while (!runs.isEmpty() && System.nanoTime() < deadline) {
            Thread.sleep(10);
        }
    }

    private RunningSession running(UUID session) {
        return Optional.ofNullable(runs.get(session))
                .orElseThrow(() -> new YardmasterException(
                        ErrorCode.CONFLICT,
                        "The session is not running. GET /api/sessions?state=running lists those that are."));
    }

    /** Writes into a session's row how far it has come, which is good to have there but not worth waiting for. */
    private final class Notes implements SessionProgressListener {
        private final SessionLaunch launch;

        Notes(SessionLaunch launch) {
            this.launch = launch;
        }

        @Override
        public void identified(AgentEvent.SessionStarted started) {
            noted(launch, repository.identify(launch.session(), started));
        }

        @Override
        public void answered() {
            noted(launch, repository.answered(launch.session()));
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
            noted(launch, repository.used(launch.session(), total));
        }
    }

    private static void noted(SessionLaunch launch, Uni<Void> update) {
        update.subscribe().with(_ -> {}, e -> LOG.warnf("session=%s state=not_noted error=%s", launch.session(), e));
    }

    private static SessionEnd crashed(RunningSession run, Throwable failure) {
        LOG.errorf(failure, "session=%s state=crashed", run.launch().session());
        return SessionEnd.of(SessionState.FAILED, "Yardmaster failed to run the session; its log says more.");
    }

    private static String hint(SessionLaunch launch, YardmasterException failure) {
        return failure.code() == ErrorCode.LAUNCH_FAILED
                ? " " + launch.provider().installHint() + "."
                : "";
    }

    private void finishLater(RunningSession run, SessionEnd end) {
        Thread.ofVirtual().name("session-end").start(() -> finish(run, end));
    }

    private void finish(RunningSession run, SessionEnd end) {
        UUID session = run.launch().session();
        run.log().end(end);
        run.log().awaitStored();
        if (end.cause().failure() instanceof FailureCause.Auth) {
            // Before the task is ready again, which would else be given to the same executable.
            health.quarantine(run.launch().request().executable(), end.reason());
        }
        while (!persist(run, end)) {
            pause();
        }
        runs.remove(session);
        instance.removeScratch(session);
        Optional.ofNullable(successors.remove(session)).ifPresent(Runnable::run);
        LOG.infof("session=%s state=%s reason=\"%s\"", session, end.state().value(), end.reason());
    }

    private boolean persist(RunningSession run, SessionEnd end) {
        UUID session = run.launch().session();
        AgentEvent.Usage usage = run.progress().usage();
        try {
            ending.store(session, end, usage).await().indefinitely();
            return true;
        } catch (RuntimeException e) {
            LOG.errorf("session=%s state=end_not_stored error=%s; trying again", session, e);
            // After the service's stop, the next start finds the session open and ends it.
            return stopping;
        }
    }

    private static void pause() {
        try {
            Thread.sleep(RETRY);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
