package dev.yardmaster.dispatch;

import dev.yardmaster.dispatch.DispatchStore.StartResult;
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
import java.util.stream.Stream;
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

    /**
     * What came of one plan.
     *
     * @param nextOpportunity when time alone allows more tasks to start, by this service's clock
     */
    private record Result(boolean mayStartMore, int started, Optional<Instant> nextOpportunity) {}

    /**
     * Starts every task that can start now.
     *
     * @param stopping whether this service may start nothing from now on: it stops, or another service dispatches
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

    /** Returns when time alone allows more tasks to start, by this service's clock. */
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
        Instant began = clock.instant();
        List<DispatchDecision> decisions = DispatchPlanner.plan(snapshot, config.ageing());
        List<Start> planned = decisions.stream()
                .flatMap(decision -> decision instanceof Start start ? Stream.of(start) : Stream.empty())
                .toList();
        int started = 0;
        boolean paused = false;
        for (Start start : planned) {
            if (paused || stopping.getAsBoolean()) {
                break;
            }
            StartResult result = start(start, snapshot.context().budgets());
            started += result == StartResult.STARTED ? 1 : 0;
            paused = result == StartResult.PAUSED;
        }
        store.storeReasons(reasons(decisions));
        planListener.accept(decisions);
        LimitWaitPolicy.exceeded(decisions, snapshot.context()).ifPresent(store::moveToReview);
        boolean mayStartMore = !paused && mayStartMore(decisions.size(), planned.size(), started);
        return new Result(mayStartMore, started, nextOpportunity(snapshot, decisions, began));
    }

    /** Another plan may start more: a failed claim leaves its agent free, and a snapshot may not hold all ready tasks. */
    private static boolean mayStartMore(int decisions, int planned, int started) {
        return planned > 0 && (started < planned || decisions >= DispatchStore.MAX_TASKS_PER_QUEUE);
    }

    /** The times of a snapshot are those of the database's clock, which may differ from the clock of this service. */
    private static Optional<Instant> nextOpportunity(
            DispatchSnapshot snapshot, List<DispatchDecision> decisions, Instant began) {
        Instant at = snapshot.context().at();
        return snapshot.nextOpportunity(decisions).map(next -> began.plus(Duration.between(at, next)));
    }

    private StartResult start(Start start, Budgets budgets) {
        UUID task = start.task().id();
        try {
            return store.start(start, budgets);
        } catch (YardmasterException e) {
            // A conflict is normal: another service or a user was faster.
            if (e.code() != ErrorCode.CONFLICT) {
                LOG.warnf("task=%s state=not_claimed reason=\"%s\"", task, e.detail());
                store.storeReasons(Map.of(task, e.detail()));
            }
            return StartResult.NOT_READY;
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
