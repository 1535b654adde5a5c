package dev.yardmaster.dispatch;

import dev.yardmaster.dispatch.DispatcherState.State;
import dev.yardmaster.dispatch.PauseRepository.Pause;
import dev.yardmaster.dispatch.planning.DispatchDecision;
import dev.yardmaster.dispatch.planning.DispatchDecision.Blocked;
import dev.yardmaster.dispatch.planning.DispatchDecision.Start;
import dev.yardmaster.dispatch.planning.DispatchPlanner;
import dev.yardmaster.dispatch.planning.DispatchSnapshot;
import dev.yardmaster.replica.Lease;
import dev.yardmaster.usage.Budgets.Exhausted;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Determines the dispatcher's status by making the plan that the dispatcher would make, so any service on the database can answer. */
@Singleton
class DispatcherStatusQuery {
    private static final String COUNTS = """
            SELECT (SELECT count(*) FROM task WHERE state = 'open' AND blockers = 0 AND NOT held AND scheduled_for IS NULL) AS queued,
                (SELECT count(*) FROM session WHERE ended_at IS NULL) AS running
            """;

    private final Pool pool;
    private final DispatchRepository repository;
    private final Lease lease;
    private final DispatchConfig config;

    DispatcherStatusQuery(Pool pool, DispatchRepository repository, Lease lease, DispatchConfig config) {
        this.pool = pool;
        this.repository = repository;
        this.lease = lease;
        this.config = config;
    }

    private record Activity(State state, Optional<Instant> until, Optional<String> reason) {
        static final Activity RUNNING = new Activity(State.RUNNING, Optional.empty(), Optional.empty());

        static Activity waiting(Optional<Instant> until, String reason) {
            return new Activity(State.WAITING, until, Optional.of(reason));
        }

        static Activity paused(Pause pause) {
            return new Activity(State.PAUSED, pause.until(), pause.reason().or(() -> Optional.of("Paused by hand.")));
        }
    }

    Uni<DispatcherState> current() {
        return activity()
                .chain(activity -> lease.leader()
                        .chain(leader -> pool.preparedQuery(COUNTS)
                                .execute()
                                .map(rows -> rows.iterator().next())
                                .map(counts -> new DispatcherState(
                                        activity.state(),
                                        activity.until(),
                                        activity.reason(),
                                        leader,
                                        counts.getLong("queued"),
                                        counts.getLong("running")))));
    }

    private Uni<Activity> activity() {
        return repository
                .schedule()
                .chain(schedule -> schedule.pause()
                        .map(pause -> Uni.createFrom().item(Activity.paused(pause)))
                        .orElseGet(() -> repository
                                .snapshot()
                                .map(found -> found.map(this::activity).orElse(Activity.RUNNING))));
    }

    private Activity activity(DispatchSnapshot snapshot) {
        Optional<Exhausted> spent = snapshot.context().budgets().workspace();
        if (spent.isPresent()) {
            return Activity.waiting(
                    Optional.of(spent.get().until()), spent.get().reason());
        }
        List<DispatchDecision> decisions = DispatchPlanner.plan(snapshot.withinBudgets(), config.ageing());
        List<Blocked> limited = decisions.stream()
                .flatMap(decision -> decision instanceof Blocked blocked && blocked.isLimited()
                        ? Stream.of(blocked)
                        : Stream.empty())
                .toList();
        return limited.isEmpty() || decisions.stream().anyMatch(Start.class::isInstance)
                ? Activity.RUNNING
                : Activity.waiting(soonest(limited), limited.getFirst().reason());
    }

    private static Optional<Instant> soonest(List<Blocked> limited) {
        return limited.stream().flatMap(blocked -> blocked.until().stream()).min(Instant::compareTo);
    }
}
