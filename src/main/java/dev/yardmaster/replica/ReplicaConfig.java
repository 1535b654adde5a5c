package dev.yardmaster.replica;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How services on one database detect that another one is gone. */
@ConfigMapping(prefix = "yardmaster.dispatch")
interface ReplicaConfig {
    /** How often a service stores that it is alive and renews the right to dispatch. */
    @WithDefault("3s")
    Duration heartbeat();

    /** How long a service keeps the right to dispatch after it last renewed it. At least two heartbeats. */
    @WithDefault("10s")
    Duration lease();

    /**
     * How long after its last heartbeat a service counts as lost, and the dispatching service takes over its sessions. A service that can't
     * store its heartbeat ends its own sessions before that time, so it must allow for two heartbeats and for the end of a session.
     */
    @WithDefault("30s")
    Duration lostAfter();

    /**
     * Whether the service ends its own sessions when it can't store its heartbeat for too long. It does not with the embedded PostgreSQL,
     * which no other service uses.
     */
    @WithDefault("true")
    boolean selfFencing();
}
