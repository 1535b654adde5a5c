package dev.yardmaster.dispatch;

import dev.yardmaster.limit.LedgerModel;
import dev.yardmaster.pool.SlotRequest;
import dev.yardmaster.provider.resolution.Resolution;
import dev.yardmaster.selection.SelectionContext;
import dev.yardmaster.session.end.SessionState;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** A session's row in a simulated fleet. */
final class FleetSession {
    final UUID id;
    final FleetAgent agent;
    final Optional<FleetTask> task;
    final Resolution resolution;
    final Instant startedAt;
    /** The number of the service's run that owns it: the service gets a new one with each restart. */
    final int serviceRun;

    Optional<Instant> answeredAt = Optional.empty();
    Optional<SessionState> end = Optional.empty();
    long tokens;

    FleetSession(
            UUID id,
            FleetAgent agent,
            Optional<FleetTask> task,
            Resolution resolution,
            Instant startedAt,
            int serviceRun) {
        this.id = id;
        this.agent = agent;
        this.task = task;
        this.resolution = resolution;
        this.startedAt = startedAt;
        this.serviceRun = serviceRun;
    }

    SlotRequest slotRequest() {
        return SelectionContext.slotRequest(agent.profile.kind(), resolution);
    }

    LedgerModel.Run run() {
        return new LedgerModel.Run(resolution.executable(), resolution.model(), startedAt, answeredAt, end.isPresent());
    }
}
