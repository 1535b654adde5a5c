package dev.yardmaster.dispatch;

import dev.yardmaster.limit.LedgerModel;
import dev.yardmaster.pool.SlotRequest;
import dev.yardmaster.provider.resolution.Resolution;
import dev.yardmaster.selection.SelectionContext;
import dev.yardmaster.session.log.SessionState;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** The row of a session. */
final class FleetSession {
    final UUID id;
    final FleetAgent agent;
    final Optional<FleetTask> task;
    final Resolution resolution;
    final Instant startedAt;
    /** Which run of the service has it. */
    final int service;

    Optional<Instant> answeredAt = Optional.empty();
    Optional<SessionState> end = Optional.empty();
    long tokens;

    FleetSession(
            UUID id,
            FleetAgent agent,
            Optional<FleetTask> task,
            Resolution resolution,
            Instant startedAt,
            int service) {
        this.id = id;
        this.agent = agent;
        this.task = task;
        this.resolution = resolution;
        this.startedAt = startedAt;
        this.service = service;
    }

    SlotRequest occupant() {
        return SelectionContext.slotRequest(agent.profile.kind(), resolution);
    }

    LedgerModel.Run run() {
        return new LedgerModel.Run(resolution.executable(), resolution.model(), startedAt, answeredAt, end.isPresent());
    }
}
