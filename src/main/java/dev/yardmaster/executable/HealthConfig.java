package dev.yardmaster.executable;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How often and how the health of executables is checked. */
@ConfigMapping(prefix = "yardmaster.health")
interface HealthConfig {
    /** The time between checks of all executables; the first is at startup. {@code off} disables regular checks. */
    @WithDefault("5m")
    String every();

    /** The age from which a result starts a new check when it is used; ten times as much after a check that did not end in time. */
    @WithDefault("1m")
    Duration maxAge();

    /** How many executables are checked at the same time. */
    @WithDefault("2")
    int atOnce();
}
