package dev.yardmaster.dispatch;

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

/** What must hold in a simulated fleet whatever happens, told again without the code that is to see to it. */
final class FleetChecks {
    private final Fleet fleet;
    private final FleetSlots slots;
    private final FleetChances chances;
    private Optional<Instant> pausedUntil = Optional.empty();

    FleetChecks(Fleet fleet) {
        this.fleet = fleet;
        this.slots = new FleetSlots(fleet.pools);
        this.chances = new FleetChances(fleet, slots);
    }

    /** After every step. */
    void rows() {
        eachTaskIsInOnePlace();
        slotsAreThoseOfLiveSessions();
    }

    /** Before a session is stored. */
    void starting(FleetSession session, List<Slot> taken, Optional<Project> project, Budgets spent) {
        somethingHappens();
        FleetAgent agent = session.agent;
        var chosen = new FleetAgent.Runnable(
                session.resolution.executable(), session.resolution.provider(), session.resolution.model());
        check(
                fleet.room(agent) > 0,
                "An agent has no more sessions than it may",
                () -> agent.profile.name() + " has no room");
        check(
                fleet.ledger
                        .blockedUntil(chosen.executable(), chosen.model(), fleet.now)
                        .isEmpty(),
                "Nothing is dispatched to a limited candidate",
                () -> chosen + " is limited");
        check(
                !fleet.faults.contains(chosen.executable()),
                "Nothing is dispatched to an unusable candidate",
                () -> chosen + " is signed out");
        check(
                agent.runnables(project, fleet.workspaceChain).contains(chosen),
                "An agent runs on its own candidates only",
                () -> agent.profile.name() + " on " + chosen);
        check(
                slots.hasRoom(agent.profile.kind(), chosen) && slots.covers(agent.profile.kind(), taken),
                "Slots are never over",
                () -> "no room for " + chosen + " in " + fleet.pools.pools() + ", taken " + taken);
        session.task.ifPresent(task -> {
            check(
                    agent.mayHave(task.lane),
                    "An agent has the tasks only that it may have",
                    () -> agent.profile.name() + " may not have " + task.lane);
            check(
                    spent.workspace().isEmpty()
                            && spent.agent(agent.profile.id()).isEmpty()
                            && spent.provider(chosen.provider()).isEmpty(),
                    "Nothing is dispatched over budget",
                    () -> agent.profile.name() + " on " + chosen);
        });
    }

    /** After a claim: what one plan gives away at one moment does not clash with itself. */
    void carriedOut(DispatchDecision.Start start, boolean asPlanned) {
        check(
                asPlanned,
                "What is planned can be carried out",
                () -> "task " + start.task().id() + " can't be started by "
                        + start.agent().name());
    }

    /** What was expected may not come true now. */
    void somethingHappens() {
        pausedUntil = Optional.empty();
    }

    /** After the dispatcher has done all it can. */
    void atRest(Instant began) {
        nobodyWaitsForNothing("the dispatcher is at rest");
        pausedUntil = chances.firstReset();
        pausedUntil.ifPresent(_ -> fleet.counts.add("pauses"));
    }

    /** That the dispatcher, which sleeps until then, misses nothing. */
    void nothingStartableUntil(Instant next) {
        Instant now = fleet.now;
        turningPoints()
                .filter(at -> at.isAfter(now) && at.isBefore(next))
                .distinct()
                .sorted()
                .forEach(at -> {
                    fleet.now = at;
                    nobodyWaitsForNothing("the dispatcher sleeps until " + next);
                });
        fleet.now = now;
    }

    /** Whether all are limited until a time, at which the first session must start; to be asked at that time, before and after it. */
    Optional<Instant> pausedUntil() {
        return pausedUntil;
    }

    void pauseEndsAt(Instant reset) {
        boolean started = fleet.lately.stream().anyMatch(session -> session.startedAt.equals(reset));
        check(started, "Every pause ends at the soonest reset", () -> "nothing was started at " + reset);
        fleet.counts.add("pauses that ended on time");
    }

    /** When nothing is left to happen. */
    void allCameToAnEnd() {
        fleet.tasks
                .values()
                .forEach(task -> check(
                        task.state != TaskState.OPEN && task.state != TaskState.RUNNING,
                        "All tasks come to an end",
                        () -> "task " + task.id + " is " + task.state + " for ever; " + chances.told(task.lane)));
        check(fleet.pools.held().isEmpty(), "No slot is leaked", () -> "left: " + fleet.pools.held());
    }

    private void eachTaskIsInOnePlace() {
        Set<UUID> run = new HashSet<>();
        for (FleetSession session : fleet.live.values()) {
            session.task.ifPresent(task -> {
                check(run.add(task.id), "No task is run twice at once", () -> "task " + task.id);
                check(
                        task.state == TaskState.RUNNING && task.session.equals(Optional.of(session.id)),
                        "No session is without its task",
                        () -> "session " + session.id + ", task " + task.id + " is " + task.state);
            });
        }
        for (FleetTask task : fleet.tasks.values()) {
            check(
                    task.state != TaskState.RUNNING || run.contains(task.id),
                    "No task is lost",
                    () -> "task " + task.id + " is running in no session");
            check(
                    task.completions == (task.state == TaskState.DONE ? 1 : 0),
                    "Each task is done once",
                    () -> "task " + task.id + " is " + task.state + " and was done " + task.completions + " times");
        }
    }

    private void slotsAreThoseOfLiveSessions() {
        Map<UUID, List<Slot>> held = new HashMap<>(fleet.pools.held());
        for (FleetSession session : fleet.live.values()) {
            List<Slot> its = Optional.ofNullable(held.remove(session.id)).orElse(List.of());
            check(
                    slots.covers(session.agent.profile.kind(), its),
                    "Each session has one slot of each pool that governs it",
                    () -> "session " + session.id + " has " + its + " of " + fleet.pools.pools());
        }
        check(held.isEmpty(), "No slot is leaked", () -> "held by what has ended: " + held);
    }

    private void nobodyWaitsForNothing(String when) {
        chances.any().ifPresent(chance -> {
            throw new AssertionError("Nobody waits while a candidate of theirs is free: at " + fleet.now + " " + chance
                    + ", but " + when + ".");
        });
    }

    private Stream<Instant> turningPoints() {
        return Stream.of(
                        fleet.ledger.turningPoints(fleet.runs(), fleet.now),
                        fleet.tasks.values().stream().flatMap(task -> task.scheduledFor.stream()),
                        fleet.pause.stream().flatMap(pause -> pause.until().stream()),
                        Stream.of(FleetBudgets.nextMidnight(fleet.now)))
                .flatMap(times -> times);
    }

    private static void check(boolean holds, String what, Supplier<String> detail) {
        if (!holds) {
            throw new AssertionError(what + ": " + detail.get() + ".");
        }
    }
}
