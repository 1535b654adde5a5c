package dev.yardmaster.replica;

import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.YardmasterException;
import java.time.Duration;

/**
 * The rules by which the services on one database detect each other's failures. Their times depend on each other: a service must be able to
 * renew its heartbeat and its lease in time, and to end its sessions before another service takes them over. Pure.
 *
 * @param heartbeat the time between two heartbeats
 * @param lease how long the right to dispatch lasts after a renewal
 * @param lostAfter how long after a heartbeat a service counts as lost
 * @param stopping the longest time that it takes to end a session
 * @param selfFencing whether a service ends its own sessions when it can't renew its heartbeat
 */
record ReplicaPolicy(Duration heartbeat, Duration lease, Duration lostAfter, Duration stopping, boolean selfFencing) {
    /** The failure of one renewal must have no consequence. */
    private static final int RENEWALS = 2;

    private static final Duration SHORTEST_HEARTBEAT = Duration.ofMillis(100);

    /** Throws {@code invalid_configuration} if these times can't work together. */
    ReplicaPolicy {
        require("heartbeat", heartbeat, SHORTEST_HEARTBEAT, "the shortest time that is useful");
        require("lease", lease, heartbeat.multipliedBy(RENEWALS), "two heartbeats");
        require(
                "lost-after",
                lostAfter,
                heartbeat.multipliedBy(RENEWALS).plus(stopping),
                "two heartbeats, and the time in which a service ends its sessions");
    }

    /** The state of a service that has not sent a heartbeat yet. */
    HeartbeatState neverRenewed() {
        return HeartbeatState.neverRenewed(lostAfter.minus(stopping));
    }

    /** Whether a service with this state may run sessions. If not, it must end those that run. */
    boolean allowsSessions(HeartbeatState state, long now) {
        return !selfFencing || state.isValid(now);
    }

    private static void require(String name, Duration value, Duration least, String why) {
        if (value.compareTo(least) < 0) {
            throw new YardmasterException(
                    ErrorCode.INVALID_CONFIGURATION,
                    "The setting yardmaster.dispatch." + name + " is " + text(value) + ", but it must be at least "
                            + text(least) + ": " + why + ".");
        }
    }

    private static String text(Duration time) {
        return time.toMillis() % 1000 == 0 ? time.toSeconds() + "s" : time.toMillis() + "ms";
    }
}
