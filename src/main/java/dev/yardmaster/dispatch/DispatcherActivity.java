package dev.yardmaster.dispatch;

import dev.yardmaster.dispatch.DispatcherState.State;
import dev.yardmaster.dispatch.PauseRepository.Pause;
import dev.yardmaster.dispatch.planning.DispatchDecision;
import dev.yardmaster.dispatch.planning.DispatchDecision.Blocked;
import dev.yardmaster.dispatch.planning.DispatchDecision.Queued;
import dev.yardmaster.dispatch.planning.DispatchDecision.Start;
import dev.yardmaster.dispatch.planning.DispatchPlanner;
import dev.yardmaster.dispatch.planning.DispatchSnapshot;
import dev.yardmaster.dispatch.planning.ReadyTask;
import dev.yardmaster.usage.Budgets.Exhausted;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Whether the dispatcher works, waits or is paused. Pure.
 *
 * @param until when it continues by itself, if that is known
 * @param reason why it waits or is paused, for users
 */
record DispatcherActivity(State state, Optional<Instant> until, Optional<String> reason) {
    static final DispatcherActivity RUNNING = new DispatcherActivity(State.RUNNING, Optional.empty(), Optional.empty());

    static DispatcherActivity paused(Pause pause) {
        return new DispatcherActivity(
                State.PAUSED, pause.until(), pause.reason().or(() -> Optional.of("Paused by hand.")));
    }

    /** The activity of a dispatcher that is not paused. It waits if nothing can start and at least one task waits for more than an agent or a slot. */
    static DispatcherActivity of(DispatchSnapshot snapshot, Duration ageing) {
        Optional<Exhausted> workspace = snapshot.context().budgets().workspace();
        if (workspace.isPresent()) {
            return waiting(List.of(Wait.of(workspace.get())));
        }
        List<DispatchDecision> decisions = DispatchPlanner.plan(snapshot.withinBudgets(), ageing);
        List<Wait> waits = decisions.stream()
                .flatMap(decision -> wait(decision, snapshot).stream())
                .toList();
        return waits.isEmpty() || decisions.stream().anyMatch(Start.class::isInstance) ? RUNNING : waiting(waits);
    }

    /** Why a task waits. */
    private record Wait(Optional<Instant> until, String reason) {
        static Wait of(Exhausted budget) {
            return new Wait(budget.until(), budget.reason());
        }
    }

    private static DispatcherActivity waiting(List<Wait> waits) {
        Optional<Instant> soonest =
                waits.stream().flatMap(wait -> wait.until().stream()).min(Instant::compareTo);
        return new DispatcherActivity(
                State.WAITING, soonest, Optional.of(waits.getFirst().reason()));
    }

    private static Optional<Wait> wait(DispatchDecision decision, DispatchSnapshot snapshot) {
        return switch (decision) {
            case Start _ -> Optional.empty();
            case Blocked blocked ->
                blocked.isOut() ? Optional.of(new Wait(blocked.until(), blocked.reason())) : Optional.empty();
            case Queued queued -> spentBudget(queued.task(), snapshot).map(Wait::of);
        };
    }

    /** The budget that resets first of those that keep free agents from a task. */
    private static Optional<Exhausted> spentBudget(ReadyTask task, DispatchSnapshot snapshot) {
        return snapshot.agents().stream()
                .filter(agent -> task.queue().rejectionOf(agent).isEmpty())
                .flatMap(agent -> snapshot.exhaustedBudget(agent.profile(), task).stream())
                .min(Exhausted.BY_RESET);
    }
}
