package dev.yardmaster.dispatch;

import dev.yardmaster.dispatch.DispatchDecision.Blocked;
import dev.yardmaster.dispatch.DispatchDecision.Start;
import dev.yardmaster.dispatch.DispatcherState.State;
import dev.yardmaster.usage.Budgets.Exhausted;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds out what the dispatcher is about, whichever service dispatches: it would decide the same. */
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

    private record Doing(State state, Optional<Instant> until, Optional<String> reason) {
        static final Doing RUNNING = new Doing(State.RUNNING, Optional.empty(), Optional.empty());

        static Doing waiting(Optional<Instant> until, String reason) {
            return new Doing(State.WAITING, until, Optional.of(reason));
        }
    }

    Uni<DispatcherState> current() {
        return doing().chain(doing -> lease.leader()
                .chain(leader -> pool.preparedQuery(COUNTS)
                        .execute()
                        .map(rows -> rows.iterator().next())
                        .map(counts -> new DispatcherState(
                                doing.state(),
                                doing.until(),
                                doing.reason(),
                                leader,
                                counts.getLong("queued"),
                                counts.getLong("running")))));
    }

    private Uni<Doing> doing() {
        return repository
                .agenda()
                .chain(agenda -> agenda.pause()
                        .map(pause -> Uni.createFrom()
                                .item(new Doing(
                                        State.PAUSED,
                                        pause.until(),
                                        pause.reason().or(() -> Optional.of("Paused by hand.")))))
                        .orElseGet(() -> repository
                                .look()
                                .map(found -> found.map(this::doing).orElse(Doing.RUNNING))));
    }

    private Doing doing(DispatchSnapshot situation) {
        Optional<Exhausted> spent = situation.outlook().budgets().workspace();
        if (spent.isPresent()) {
            return Doing.waiting(Optional.of(spent.get().until()), spent.get().reason());
        }
        List<DispatchDecision> decisions = DispatchPlanner.plan(situation.withinBudgets(), config.ageing());
        List<Blocked> limited = decisions.stream()
                .flatMap(decision -> decision instanceof Blocked blocked && blocked.isLimited()
                        ? Stream.of(blocked)
                        : Stream.empty())
                .toList();
        return limited.isEmpty() || decisions.stream().anyMatch(Start.class::isInstance)
                ? Doing.RUNNING
                : Doing.waiting(soonest(limited), limited.getFirst().reason());
    }

    private static Optional<Instant> soonest(List<Blocked> limited) {
        return limited.stream().flatMap(blocked -> blocked.until().stream()).min(Instant::compareTo);
    }
}
