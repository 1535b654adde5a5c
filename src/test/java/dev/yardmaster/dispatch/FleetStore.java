package dev.yardmaster.dispatch;

import dev.yardmaster.dispatch.planning.DispatchDecision.Start;
import dev.yardmaster.dispatch.planning.DispatchSnapshot;
import dev.yardmaster.dispatch.planning.LimitWaitPolicy.ExceededWaits;
import dev.yardmaster.problem.YardmasterException;
import dev.yardmaster.usage.Budgets;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** A simulated fleet as the store of the production {@link DispatchRound}. */
final class FleetStore implements DispatchStore {
    private final Fleet fleet;
    private final FleetService service;
    private final FleetStarter starter;

    FleetStore(Fleet fleet, FleetService service, FleetStarter starter) {
        this.fleet = fleet;
        this.service = service;
        this.starter = starter;
    }

    @Override
    public DispatchSchedule schedule() {
        return fleet.schedule();
    }

    @Override
    public void releaseDueTasks() {
        fleet.releaseDueTasks();
    }

    @Override
    public Optional<DispatchSnapshot> snapshot() {
        return fleet.snapshot();
    }

    @Override
    public StartResult start(Start start, Budgets budgets) {
        service.maybeKilled("between plan and claim");
        FleetTask task = fleet.tasks.get(start.task().id());
        if (!task.isReady()) {
            fleet.counts.add("claims too late");
            checkFailure(start);
            return StartResult.NOT_READY;
        }
        launch(store(start, task, budgets));
        return StartResult.STARTED;
    }

    @Override
    public void storeReasons(Map<UUID, String> reasons) {
        reasons.forEach((id, reason) -> fleet.tasks.get(id).reason = Optional.of(reason));
    }

    @Override
    public void moveToReview(ExceededWaits waits) {
        fleet.moveToReview(waits);
    }

    private FleetSession store(Start start, FleetTask task, Budgets budgets) {
        FleetAgent agent = fleet.agents.get(start.agent().id());
        try {
            return starter.store(agent, Optional.of(task), budgets);
        } catch (YardmasterException e) {
            fleet.counts.add("claims refused: " + e.code());
            service.passClaimTime();
            checkFailure(start);
            throw e;
        }
    }

    private void checkFailure(Start start) {
        if (!service.claimsTakeTime()) {
            service.checks().claimFailed(start);
        }
    }

    private void launch(FleetSession session) {
        service.maybeKilled("between claim and launch");
        service.launch(session);
        service.passClaimTime();
    }
}
