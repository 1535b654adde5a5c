package dev.yardmaster.replica;

import java.time.Duration;
import java.util.OptionalLong;

/**
 * When this service last renewed its heartbeat, by its own monotonic clock. While the state is valid, no other service can declare this one
 * lost before its sessions could be ended.
 *
 * @param renewedAt when the last successful renewal was sent, in nanoseconds; empty before the first one
 * @param validFor how long a heartbeat counts after its renewal
 */
record HeartbeatState(OptionalLong renewedAt, Duration validFor) {
    static HeartbeatState neverRenewed(Duration validFor) {
        return new HeartbeatState(OptionalLong.empty(), validFor);
    }

    /** @param sentAt when the request was sent, not when it was answered: the database may have stored it at any time in between */
    HeartbeatState renewed(long sentAt) {
        return new HeartbeatState(OptionalLong.of(sentAt), validFor);
    }

    boolean isValid(long now) {
        return renewedAt.isPresent() && now - renewedAt.getAsLong() < validFor.toNanos();
    }
}
