package dev.yardmaster.executable;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Min;
import java.time.Duration;

/** How executables are looked after. */
@ConfigMapping(prefix = "yardmaster.health")
interface HealthConfig {
    /** How often all executables are checked, the first time at the start; {@code off} for never. */
    @WithDefault("5m")
    String every();

    /** How old a verdict may be before whoever relies on it has it checked anew. */
    @WithDefault("1m")
    Duration maxAge();

    /** How many are checked at the same time. */
    @WithDefault("2")
    @Min(1)
    int atOnce();
}
