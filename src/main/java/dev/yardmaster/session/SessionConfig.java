package dev.yardmaster.session;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How long a session may take, and how it is ended. */
@ConfigMapping(prefix = "yardmaster.session")
interface SessionConfig {
    /** How long a CLI may take from its start to its first event. */
    @WithDefault("90s")
    Duration firstEventTimeout();

    /** How long a running turn may go without any event. */
    @WithDefault("10m")
    Duration idleTimeout();

    /** How long a session may last in all. */
    @WithDefault("4h")
    Duration wallClockTimeout();

    /** How long a CLI may take to exit once it has nothing more to do, or was asked to stop. */
    @WithDefault("5s")
    Duration exitGrace();

    /** How long a process may take to end after SIGTERM, before SIGKILL. */
    @WithDefault("3s")
    Duration terminateGrace();

    /** How long the service waits for its sessions to end when it stops. */
    @WithDefault("15s")
    Duration shutdownTimeout();
}
