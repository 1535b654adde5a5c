package dev.yardmaster.executable;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How executables list their models. */
@ConfigMapping(prefix = "yardmaster.models")
interface ModelConfig {
    /** How long a list is valid. */
    @WithDefault("10m")
    Duration ttl();

    /** How long a request waits for a new list before it gets the previous one. */
    @WithDefault("20s")
    Duration patience();

    /** How many executables list their models at the same time. */
    @WithDefault("2")
    int atOnce();
}
