package dev.yardmaster.dispatch;

import dev.yardmaster.agent.AgentProfile;
import dev.yardmaster.pool.Occupancy;
import dev.yardmaster.pool.Placement;
import dev.yardmaster.pool.Slot;
import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.YardmasterException;
import dev.yardmaster.project.Project;
import dev.yardmaster.provider.resolution.Preferences.Choice;
import dev.yardmaster.provider.resolution.Resolution;
import dev.yardmaster.selection.ExecutableSelection;
import dev.yardmaster.selection.SelectionContext;
import dev.yardmaster.usage.Budgets;
import java.util.List;
import java.util.Optional;

/** Stores the sessions of a simulated fleet, in the way in which the transaction of a claim or of a start by hand does. */
final class FleetStarter {
    private final Fleet fleet;
    private final FleetService service;

    FleetStarter(Fleet fleet, FleetService service) {
        this.fleet = fleet;
        this.service = service;
    }

    /** Stores a session that a user starts by hand, without a task; empty if it can't start now. */
    Optional<FleetSession> storeByHand(FleetAgent agent) {
        try {
            return Optional.of(store(agent, Optional.empty(), Budgets.NONE));
        } catch (YardmasterException _) {
            return Optional.empty();
        }
    }

    /**
     * Stores a session.
     *
     * @param budgets the budgets that are spent
     * @throws YardmasterException {@code conflict} if the agent is busy, {@code provider_unavailable} if it can't run on anything now
     */
    FleetSession store(FleetAgent agent, Optional<FleetTask> task, Budgets budgets) {
        if (fleet.freeSessions(agent) <= 0) {
            throw new YardmasterException(ErrorCode.CONFLICT, "The agent has no free session.");
        }
        AgentProfile profile = agent.profile;
        Occupancy occupancy = fleet.pools.locked(profile.kind());
        SelectionContext context = fleet.context(budgets);
        Optional<Project> project = profile.context()
                .project()
                .or(() -> task.flatMap(it -> it.queue.project()))
                .map(fleet.projects::get);
        ExecutableSelection selection = context.candidates(profile, Choice.NONE, project)
                .select(candidate -> context.contention(profile.kind(), candidate, occupancy, _ -> 0));
        Resolution resolution = selection.resolution();
        var session = new FleetSession(fleet.nextId(), agent, task, resolution, fleet.now, service.run());
        List<Slot> slots = slots(occupancy, session);
        service.checks().starting(session, slots, project, budgets);
        fleet.start(session, slots);
        fleet.trace("start " + session.id + " of " + profile.name() + " on " + resolution.executable());
        count(selection, task);
        return session;
    }

    private static List<Slot> slots(Occupancy occupancy, FleetSession session) {
        return switch (occupancy.place(session.slotRequest())) {
            case Placement.Placed placed -> placed.slots();
            case Placement.Full(String reason) ->
                throw new AssertionError("The selected executable has no slot: " + reason);
        };
    }

    private void count(ExecutableSelection selection, Optional<FleetTask> task) {
        fleet.counts.add(task.isPresent() ? "starts" : "starts by hand");
        selection
                .excluded()
                .forEach(excluded -> fleet.counts.add(
                        "hops over " + excluded.exclusion().outcome().value()));
    }
}
