package dev.yardmaster.dispatch;

import dev.yardmaster.agent.AgentProfile;
import dev.yardmaster.dispatch.DispatchDecision.Start;
import dev.yardmaster.pool.Occupancy;
import dev.yardmaster.pool.Placement;
import dev.yardmaster.pool.Slot;
import dev.yardmaster.project.Project;
import dev.yardmaster.provider.resolution.Preferences.Choice;
import dev.yardmaster.provider.resolution.Resolution;
import dev.yardmaster.selection.ExecutableSelection;
import dev.yardmaster.selection.SelectionContext;
import dev.yardmaster.usage.Budgets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Does as {@link Dispatcher}, {@link TaskClaimer} and the starter of sessions do, on a simulated fleet. */
final class FleetDispatcher {
    /** Longer than any simulation: nothing is found by looking now and then. */
    static final Duration NO_POLL = Duration.ofDays(10_000);

    private final Fleet fleet;
    private final FleetService service;
    private final DispatchConfig config = new PresetDispatchConfig();

    FleetDispatcher(Fleet fleet, FleetService service) {
        this.fleet = fleet;
        this.service = service;
    }

    /** Starts what can be started; says when to look again. Throws {@link FleetService.Killed} when the service is killed meanwhile. */
    Instant dispatch() {
        Instant asked = fleet.now;
        DispatchSchedule agenda = fleet.agenda();
        if (agenda.isDue()) {
            fleet.release();
        }
        Optional<Instant> more = agenda.pause().isPresent() ? Optional.empty() : startAll();
        Instant next = asked.plus(agenda.untilNext(NO_POLL));
        return more.filter(next::isAfter).orElse(next);
    }

    private Optional<Instant> startAll() {
        Optional<Instant> next = Optional.empty();
        for (int inVain = 0; inVain < 2; ) {
            Optional<DispatchSnapshot> found = fleet.look();
            if (found.isEmpty()) {
                return Optional.empty();
            }
            DispatchSnapshot situation = found.get().withinBudgets();
            List<DispatchDecision> decisions = DispatchPlanner.plan(situation, config.ageing());
            long wanted = decisions.stream().filter(Start.class::isInstance).count();
            long started = decisions.stream()
                    .filter(decision -> carryOut(decision, situation.outlook().budgets()))
                    .count();
            next = situation.next(decisions);
            if (wanted == 0 || started == wanted && decisions.size() < DispatchRepository.TASKS_AT_ONCE) {
                return next;
            }
            inVain = started == 0 ? inVain + 1 : 0;
        }
        return next;
    }

    private boolean carryOut(DispatchDecision decision, Budgets budgets) {
        if (!(decision instanceof Start start)) {
            return false;
        }
        boolean started = claim(start, budgets);
        service.checks().carriedOut(start, started || service.claimsTakeTime());
        return started;
    }

    private boolean claim(Start start, Budgets budgets) {
        service.maybeKilled("between plan and claim");
        FleetTask task = fleet.tasks.get(start.task().id());
        FleetAgent agent = fleet.agents.get(start.agent().id());
        if (!task.isReady() || fleet.room(agent) <= 0) {
            fleet.counts.add("claims too late");
            return false;
        }
        Optional<FleetSession> session = store(agent, Optional.of(task), budgets);
        session.ifPresent(stored -> {
            service.maybeKilled("between claim and launch");
            service.launch(stored);
        });
        service.passClaimTime();
        return session.isPresent();
    }

    /** A session by hand, which takes no part in any queue. */
    Optional<FleetSession> byHand(FleetAgent agent) {
        return fleet.room(agent) > 0 ? store(agent, Optional.empty(), Budgets.NONE) : Optional.empty();
    }

    private Optional<FleetSession> store(FleetAgent agent, Optional<FleetTask> task, Budgets budgets) {
        AgentProfile profile = agent.profile;
        Occupancy occupancy = fleet.pools.locked(profile.kind());
        SelectionContext outlook = fleet.outlook(budgets);
        Optional<Project> project = profile.context()
                .project()
                .or(() -> task.flatMap(it -> it.lane.project()))
                .map(fleet.projects::get);
        ExecutableSelection choice = outlook.candidates(profile, Choice.NONE, project)
                .select(candidate -> outlook.contention(profile.kind(), candidate, occupancy, _ -> 0));
        return choice.selected().map(resolution -> {
            var session = new FleetSession(fleet.nextId(), agent, task, resolution, fleet.now, service.run());
            List<Slot> slots = slots(occupancy, agent, resolution);
            service.checks().starting(session, slots, project, budgets);
            fleet.begin(session, slots);
            fleet.trace("start " + session.id + " of " + profile.name() + " on " + resolution.executable());
            count(choice, task);
            return session;
        });
    }

    private static List<Slot> slots(Occupancy occupancy, FleetAgent agent, Resolution resolution) {
        return switch (occupancy.place(SelectionContext.slotRequest(agent.profile.kind(), resolution))) {
            case Placement.Placed placed -> placed.slots();
            case Placement.Full(String reason) -> throw new AssertionError("Chosen, though full: " + reason);
        };
    }

    private void count(ExecutableSelection choice, Optional<FleetTask> task) {
        fleet.counts.add(task.isPresent() ? "starts" : "starts by hand");
        choice.excluded()
                .forEach(excluded -> fleet.counts.add(
                        "hops over " + excluded.exclusion().outcome().value()));
    }
}
