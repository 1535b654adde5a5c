package dev.yardmaster.top;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What the screen shows of the fleet at one moment. Immutable. */
record FleetView(
        Service service,
        Dispatcher dispatcher,
        Queue queue,
        List<Pool> pools,
        List<Limit> limits,
        List<AgentRow> agents) {
    /** Whether the service has been read. */
    boolean isRead() {
        return !dispatcher.state().isEmpty();
    }

    /**
     * The service.
     *
     * @param startedAt when its process started
     */
    record Service(String address, Optional<String> version, Optional<Instant> startedAt, Connection connection) {}

    /**
     * The dispatcher, as the API shows it.
     *
     * @param queued the number of ready tasks
     * @param running the number of running sessions
     */
    record Dispatcher(String state, Optional<Instant> until, Optional<String> reason, long queued, long running) {}

    /**
     * The open tasks.
     *
     * @param oldest when the oldest one was created
     * @param waits why tasks wait, the most frequent reason first
     * @param complete whether all open tasks were read
     */
    record Queue(Optional<Instant> oldest, List<Wait> waits, boolean complete) {}

    /** A reason for which tasks wait. */
    record Wait(String reason, long tasks) {}

    /** A pool and its used slots. */
    record Pool(String name, int used, int size, boolean enabled) {}

    /**
     * A limit.
     *
     * @param model the limited models; empty for all
     * @param until when it ends
     */
    record Limit(String executable, String model, String window, Instant until) {
        boolean isInForce(Instant now) {
            return until.isAfter(now);
        }
    }
}
