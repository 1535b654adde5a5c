package dev.yardmaster.replica;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How services on one database detect that another one is gone. */
@ConfigMapping(prefix = "yardmaster.dispatch")
interface ReplicaConfig {
    /** How long a service keeps the right to dispatch after it last renewed it. Services renew it every 3 seconds. */
    @WithDefault("10s")
    Duration lease();

    /** How long after its last heartbeat a service counts as lost, and the dispatching service takes over its sessions. */
    @WithDefault("30s")
    Duration lostAfter();
}
