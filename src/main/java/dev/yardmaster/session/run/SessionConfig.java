package dev.yardmaster.session.run;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** The time limits of sessions. */
@ConfigMapping(prefix = "yardmaster.session")
public interface SessionConfig {
    /** The longest time from the start of a CLI to its first event. */
    @WithDefault("90s")
    Duration firstEventTimeout();

    /** The longest time without an event during a turn. */
    @WithDefault("10m")
    Duration idleTimeout();

    /** The longest duration of a session. */
    @WithDefault("4h")
    Duration wallClockTimeout();

    /** How long a CLI may take to exit after it has finished its work or was asked to stop. Then it gets SIGTERM. */
    @WithDefault("5s")
    Duration exitGrace();

    /** How long a process may take to exit after SIGTERM. Then it gets SIGKILL. */
    @WithDefault("3s")
    Duration terminateGrace();

    /** How long the service waits for its sessions to end when it stops. */
    @WithDefault("15s")
    Duration shutdownTimeout();
}
