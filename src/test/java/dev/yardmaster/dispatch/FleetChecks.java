package dev.yardmaster.dispatch;

import dev.yardmaster.dispatch.planning.DispatchDecision;
import dev.yardmaster.pool.Slot;
import dev.yardmaster.project.Project;
import dev.yardmaster.task.TaskState;
import dev.yardmaster.usage.Budgets;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** The invariants of a simulated fleet. They are written without the production code that ensures them. */
final class FleetChecks {
    private final Fleet fleet;
    private final FleetSlots slots;
    private final FleetOpportunities opportunities;
    private Optional<Instant> firstReset = Optional.empty();

    FleetChecks(Fleet fleet) {
        this.fleet = fleet;
        this.slots = new FleetSlots(fleet.pools);
        this.opportunities = new FleetOpportunities(fleet, slots);
    }

    /** Must hold after every step. */
    void rows() {
        checkTasks();
        checkSlots();
    }

    /** Must hold when a session is about to be stored. */
    void starting(FleetSession session, List<Slot> taken, Optional<Project> project, Budgets spent) {
        stateChanges();
        FleetAgent agent = session.agent;
        var chosen = new FleetAgent.Candidate(
                session.resolution.executable(), session.resolution.provider(), session.resolution.model());
        check(
                fleet.freeSessions(agent) > 0,
                "An agent never exceeds its maximum of sessions",
                () -> agent.profile.name() + " has no free session");
        check(
                fleet.ledger
                        .blockedUntil(chosen.executable(), chosen.model(), fleet.now)
                        .isEmpty(),
                "No session starts on a limited executable",
                () -> chosen + " is limited");
        check(
                !fleet.faults.contains(chosen.executable()),
                "No session starts on an unusable executable",
                () -> chosen + " is signed out");
        check(
                agent.candidates(project, fleet.settings.fallbackChain()).contains(chosen),
                "An agent runs only on its own candidates",
                () -> agent.profile.name() + " on " + chosen);
        check(
                slots.areFreeFor(agent.profile.kind(), chosen) && slots.areComplete(agent.profile.kind(), taken),
                "A session takes one free slot of each pool that applies",
                () -> "no slot for " + chosen + " in " + fleet.pools.pools() + ", taken " + taken);
        session.task.ifPresent(task -> checkTaskOf(agent, task, chosen, spent));
    }

    private void checkTaskOf(FleetAgent agent, FleetTask task, FleetAgent.Candidate chosen, Budgets spent) {
        check(
                agent.isEligibleFor(task.queue),
                "An agent runs only tasks that it is eligible for",
                () -> agent.profile.name() + " is not eligible for " + task.queue);
        check(
                spent.workspace().isEmpty()
                        && spent.agent(agent.profile.id()).isEmpty()
                        && spent.provider(chosen.provider()).isEmpty(),
                "No session starts over budget",
                () -> agent.profile.name() + " on " + chosen);
    }

    /** A claim has failed though nothing has changed since the plan. */
    void claimFailed(DispatchDecision.Start start) {
        throw new AssertionError("A plan can be carried out unless something changes meanwhile: task "
                + start.task().id() + " can't be started by " + start.agent().name() + ".");
    }

    /** An event occurs, so the expected first reset no longer holds. */
    void stateChanges() {
        firstReset = Optional.empty();
    }

    /** Must hold when the dispatcher waits after its rounds. */
    void roundsDone() {
        checkNothingStartable("the dispatcher waits");
        firstReset = opportunities.firstReset();
        firstReset.ifPresent(_ -> fleet.counts.add("pauses"));
    }

    /** Must hold when the dispatcher sleeps until {@code next}: no task becomes startable before. */
    void nothingStartableUntil(Instant next) {
        Instant now = fleet.now;
        turningPoints()
                .filter(at -> at.isAfter(now) && at.isBefore(next))
                .distinct()
                .sorted()
                .forEach(at -> {
                    fleet.now = at;
                    checkNothingStartable("the dispatcher sleeps until " + next);
                });
        fleet.now = now;
    }

    /** When a session must start, if all waiting tasks wait for limits only and no event occurs before. */
    Optional<Instant> firstReset() {
        return firstReset;
    }

    void startedAtReset(Instant reset) {
        boolean started = fleet.recent.stream().anyMatch(session -> session.startedAt.equals(reset));
        check(started, "A pause ends at the first reset", () -> "nothing started at " + reset);
        fleet.counts.add("pauses that ended on time");
    }

    /** Must hold when no event is left. */
    void allTasksEnded() {
        fleet.tasks
                .values()
                .forEach(task -> check(
                        task.state != TaskState.OPEN && task.state != TaskState.RUNNING,
                        "Every task ends",
                        () -> "task " + task.id + " stays " + task.state
                                + task.reason.map(it -> " (" + it + ")").orElse("") + "; "
                                + opportunities.describe(task.queue)));
        check(fleet.pools.held().isEmpty(), "No slot leaks", () -> "left: " + fleet.pools.held());
    }

    private void checkTasks() {
        Set<UUID> running = new HashSet<>();
        for (FleetSession session : fleet.live.values()) {
            session.task.ifPresent(task -> {
                check(running.add(task.id), "No task runs twice at the same time", () -> "task " + task.id);
                check(
                        task.state == TaskState.RUNNING && task.session.equals(Optional.of(session.id)),
                        "Every session with a task is the task's session",
                        () -> "session " + session.id + ", task " + task.id + " is " + task.state);
            });
        }
        for (FleetTask task : fleet.tasks.values()) {
            check(
                    task.state != TaskState.RUNNING || running.contains(task.id),
                    "No task is lost",
                    () -> "task " + task.id + " is running without a session");
            check(
                    task.completions == (task.state == TaskState.DONE ? 1 : 0),
                    "Every done task was completed exactly once",
                    () -> "task " + task.id + " is " + task.state + " after " + task.completions + " completions");
        }
    }

    private void checkSlots() {
        Map<UUID, List<Slot>> held = new HashMap<>(fleet.pools.held());
        for (FleetSession session : fleet.live.values()) {
            List<Slot> ofSession = Optional.ofNullable(held.remove(session.id)).orElse(List.of());
            check(
                    slots.areComplete(session.agent.profile.kind(), ofSession),
                    "A session holds one slot of each pool that applies",
                    () -> "session " + session.id + " holds " + ofSession + " of " + fleet.pools.pools());
        }
        check(held.isEmpty(), "No slot leaks", () -> "held by ended sessions: " + held);
    }

    private void checkNothingStartable(String when) {
        opportunities.first().ifPresent(opportunity -> {
            throw new AssertionError(
                    "No task waits while it could start: at " + fleet.now + " " + opportunity + ", but " + when + ".");
        });
    }

    /** All times at which time alone may make a task startable. */
    private Stream<Instant> turningPoints() {
        return Stream.of(
                        fleet.ledger.turningPoints(fleet.runs(), fleet.now),
                        fleet.tasks.values().stream().flatMap(task -> task.scheduledFor.stream()),
                        fleet.pause.stream().flatMap(pause -> pause.until().stream()),
                        Stream.of(FleetBudgets.nextMidnight(fleet.now)))
                .flatMap(times -> times);
    }

    private static void check(boolean holds, String invariant, Supplier<String> detail) {
        if (!holds) {
            throw new AssertionError(invariant + ": " + detail.get() + ".");
        }
    }
}
