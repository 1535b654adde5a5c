package dev.yardmaster.dispatch;

import dev.yardmaster.dispatch.DispatchDecision.Blocked;
import dev.yardmaster.dispatch.DispatchDecision.Start;
import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.YardmasterException;
import dev.yardmaster.session.Recovery;
import dev.yardmaster.session.SessionLauncher;
import dev.yardmaster.usage.Budgets;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Hands out tasks: one thread that looks when it is woken, when something is due, and now and then. Everything it decides it decides anew
 * from the database, so a dispatcher that takes over needs to know nothing.
 */
@Singleton
class Dispatcher {
    private static final Logger LOG = Logger.getLogger(Dispatcher.class);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final DispatchRepository repository;
    private final TaskClaimer claims;
    private final LimitWaitPolicy overdue;
    private final SessionLauncher launcher;
    private final Recovery recovery;
    private final Heartbeat replicas;
    private final Lease lease;
    private final WakeUp wakeUp;
    private final DispatchMetrics metrics;
    private final DispatchConfig config;
    private final Thread thread =
            Thread.ofPlatform().name("dispatcher").daemon().unstarted(this::run);
    // Starting a process takes longer than deciding on it.
    private final ExecutorService launchers = Executors.newFixedThreadPool(
            Math.max(2, Runtime.getRuntime().availableProcessors()),
            Thread.ofPlatform().name("launcher-", 1).daemon().factory());
    private volatile boolean stopping;

    Dispatcher(
            DispatchRepository repository,
            TaskClaimer claims,
            LimitWaitPolicy overdue,
            SessionLauncher launcher,
            Recovery recovery,
            Heartbeat replicas,
            Lease lease,
            WakeUp wakeUp,
            DispatchMetrics metrics,
            DispatchConfig config) {
        this.repository = repository;
        this.claims = claims;
        this.overdue = overdue;
        this.launcher = launcher;
        this.recovery = recovery;
        this.replicas = replicas;
        this.lease = lease;
        this.wakeUp = wakeUp;
        this.metrics = metrics;
        this.config = config;
    }

    void start(@Observes StartupEvent event) {
        recovery.run();
        replicas.begin();
        thread.start();
    }

    void stop(@Observes @Priority(100) ShutdownEvent event) throws InterruptedException {
        stopping = true;
        wakeUp.now();
        thread.join(PATIENCE);
        launchers.shutdown();
        launchers.awaitTermination(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    private void run() {
        while (!stopping) {
            Duration pause;
            try {
                pause = lease.isHeld() ? dispatch() : config.poll();
            } catch (RuntimeException e) {
                LOG.errorf("state=dispatch_failed error=%s; trying again in %s", e, config.poll());
                pause = config.poll();
            }
            wakeUp.await(pause);
        }
    }

    /** Starts what can be started; says for how long there is nothing more to do. */
    private Duration dispatch() {
        DispatchSchedule agenda = repository.agenda().await().atMost(PATIENCE);
        long asked = System.nanoTime();
        if (agenda.isDue()) {
            repository.release().await().atMost(PATIENCE);
        }
        Optional<Instant> more = agenda.pause().isPresent() ? Optional.empty() : startAll();
        // Starting many takes a while, which is part of the wait.
        Duration next = agenda.untilNext(config.poll()).minusNanos(System.nanoTime() - asked);
        return more.map(at -> Duration.between(Instant.now(), at))
                .filter(wait -> wait.compareTo(next) < 0)
                .orElse(next);
    }

    /** When there may be more to start. */
    private Optional<Instant> startAll() {
        Optional<Instant> next = Optional.empty();
        for (int inVain = 0; inVain < 2 && !stopping; ) {
            Optional<DispatchSnapshot> found = repository.look().await().atMost(PATIENCE);
            if (found.isEmpty()) {
                return Optional.empty();
            }
            DispatchSnapshot situation = found.get().withinBudgets();
            List<DispatchDecision> decisions = DispatchPlanner.plan(situation, config.ageing());
            long wanted = decisions.stream().filter(Start.class::isInstance).count();
            long started = decisions.stream()
                    .filter(decision -> carryOut(decision, situation.outlook().budgets()))
                    .count();
            explain(decisions, situation);
            next = situation.next(decisions);
            // Where somebody else was faster, what was meant for one task can be had by another.
            if (wanted == 0 || started == wanted && decisions.size() < DispatchRepository.TASKS_AT_ONCE) {
                return next;
            }
            inVain = started == 0 ? inVain + 1 : 0;
        }
        return next;
    }

    private boolean carryOut(DispatchDecision decision, Budgets budgets) {
        return decision instanceof Start start && !stopping && claim(start, budgets);
    }

    private boolean claim(Start start, Budgets budgets) {
        UUID task = start.task().id();
        try {
            Optional<TaskClaimer.Claim> claim =
                    claims.claim(task, start.agent(), budgets).await().atMost(PATIENCE);
            claim.ifPresent(this::launch);
            return claim.isPresent();
        } catch (YardmasterException e) {
            // What was taken meanwhile is nothing to speak of.
            if (e.code() != ErrorCode.CONFLICT) {
                LOG.warnf("task=%s state=not_claimed reason=\"%s\"", task, e.detail());
                repository.tell(Map.of(task, e.detail())).await().atMost(PATIENCE);
            }
            return false;
        }
    }

    private void launch(TaskClaimer.Claim claim) {
        long decided = System.nanoTime();
        launcher.register(claim.launch());
        launchers.execute(() -> {
            launcher.launch(claim.launch());
            metrics.started(claim.launch(), claim.waited().plusNanos(System.nanoTime() - decided));
        });
    }

    /** Tells of the tasks whose agents can't start anything what keeps them, and gives up waiting where that would take too long. */
    private void explain(List<DispatchDecision> decisions, DispatchSnapshot situation) {
        Map<UUID, String> reasons = new HashMap<>();
        for (DispatchDecision decision : decisions) {
            if (decision instanceof Blocked blocked) {
                reasons.put(blocked.task().id(), blocked.reason());
            }
        }
        repository.tell(reasons).await().atMost(PATIENCE);
        metrics.blocked(decisions);
        overdue.giveUp(decisions, situation.outlook()).await().atMost(PATIENCE);
    }
}
