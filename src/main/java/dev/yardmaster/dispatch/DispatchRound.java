package dev.yardmaster.dispatch;

import dev.yardmaster.dispatch.planning.DispatchDecision;
import dev.yardmaster.dispatch.planning.DispatchDecision.Blocked;
import dev.yardmaster.dispatch.planning.DispatchDecision.Start;
import dev.yardmaster.dispatch.planning.DispatchPlanner;
import dev.yardmaster.dispatch.planning.DispatchSnapshot;
import dev.yardmaster.dispatch.planning.LimitWaitPolicy;
import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.YardmasterException;
import dev.yardmaster.usage.Budgets;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * One round of dispatching: releases due tasks, plans, claims and starts, and explains why the other tasks wait. It keeps nothing from one
 * round to the next, so a service that takes over needs nothing from its predecessor. For one thread at a time.
 */
@Singleton
class DispatchRound {
    private static final Logger LOG = Logger.getLogger(DispatchRound.class);
    /** Plans in a row that start nothing, after which a round ends. */
    private static final int MAX_FRUITLESS_PLANS = 2;

    private final DispatchStore store;
    private final DispatchConfig config;
    private final InstantSource clock;
    private final Consumer<List<DispatchDecision>> planListener;

    @Inject
    DispatchRound(DispatchStore store, DispatchConfig config, DispatchMetrics metrics) {
        this(store, config, InstantSource.system(), metrics::planned);
    }

    /** @param planListener receives each plan after it has been carried out */
    DispatchRound(
            DispatchStore store,
            DispatchConfig config,
            InstantSource clock,
            Consumer<List<DispatchDecision>> planListener) {
        this.store = store;
        this.config = config;
        this.clock = clock;
        this.planListener = planListener;
    }

    /** What came of one plan. */
    private record Result(int decisions, int planned, int started, Optional<Instant> nextOpportunity) {
        /** Another plan may start more: a failed claim leaves its agent free, and a snapshot may not hold all ready tasks. */
        boolean mayStartMore() {
            return planned > 0 && (started < planned || decisions >= DispatchStore.MAX_TASKS_PER_QUEUE);
        }
    }

    /**
     * Starts every task that can start now.
     *
     * @param stopping whether the service is stopping; nothing starts from then on
     * @return until when no more tasks can start unless something changes; zero or negative if a task may be ready by now
     */
    Duration run(BooleanSupplier stopping) {
        DispatchSchedule schedule = store.schedule();
        Instant began = clock.instant();
        if (schedule.isDue()) {
            store.releaseDueTasks();
        }
        Optional<Instant> nextOpportunity = schedule.pause().isPresent() ? Optional.empty() : startAll(stopping);
        return untilNext(schedule, began, nextOpportunity);
    }

    private Duration untilNext(DispatchSchedule schedule, Instant began, Optional<Instant> nextOpportunity) {
        Instant now = clock.instant();
        // The schedule counts from its query, and starting many sessions takes a while.
        Duration scheduled = schedule.untilNext(config.poll()).minus(elapsed(began, now));
        return nextOpportunity
                .map(at -> Duration.between(now, at))
                .filter(wait -> wait.compareTo(scheduled) < 0)
                .orElse(scheduled);
    }

    private static Duration elapsed(Instant began, Instant now) {
        // The system clock may have been set back.
        return now.isBefore(began) ? Duration.ZERO : Duration.between(began, now);
    }

    /** Returns when time alone allows more tasks to start. */
    private Optional<Instant> startAll(BooleanSupplier stopping) {
        Optional<Instant> nextOpportunity = Optional.empty();
        int fruitless = 0;
        while (fruitless < MAX_FRUITLESS_PLANS && !stopping.getAsBoolean()) {
            Optional<DispatchSnapshot> snapshot = store.snapshot();
            if (snapshot.isEmpty()) {
                return Optional.empty();
            }
            Result result = planAndStart(snapshot.get().withinBudgets(), stopping);
            nextOpportunity = result.nextOpportunity();
            if (!result.mayStartMore()) {
                return nextOpportunity;
            }
            fruitless = result.started() == 0 ? fruitless + 1 : 0;
        }
        return nextOpportunity;
    }

    private Result planAndStart(DispatchSnapshot snapshot, BooleanSupplier stopping) {
        List<DispatchDecision> decisions = DispatchPlanner.plan(snapshot, config.ageing());
        int planned = 0;
        int started = 0;
        for (DispatchDecision decision : decisions) {
            if (decision instanceof Start start) {
                planned++;
                started += !stopping.getAsBoolean()
                                && start(start, snapshot.context().budgets())
                        ? 1
                        : 0;
            }
        }
        store.storeReasons(reasons(decisions));
        planListener.accept(decisions);
        LimitWaitPolicy.exceeded(decisions, snapshot.context()).ifPresent(store::moveToReview);
        return new Result(decisions.size(), planned, started, snapshot.nextOpportunity(decisions));
    }

    private boolean start(Start start, Budgets budgets) {
        UUID task = start.task().id();
        try {
            Optional<Runnable> launch = store.claim(start, budgets);
            launch.ifPresent(Runnable::run);
            return launch.isPresent();
        } catch (YardmasterException e) {
            // A conflict is normal: another service or a user was faster.
            if (e.code() != ErrorCode.CONFLICT) {
                LOG.warnf("task=%s state=not_claimed reason=\"%s\"", task, e.detail());
                store.storeReasons(Map.of(task, e.detail()));
            }
            return false;
        }
    }

    private static Map<UUID, String> reasons(List<DispatchDecision> decisions) {
        Map<UUID, String> reasons = new HashMap<>();
        for (DispatchDecision decision : decisions) {
            if (decision instanceof Blocked blocked) {
                reasons.put(blocked.task().id(), blocked.reason());
            }
        }
        return reasons;
    }
}
