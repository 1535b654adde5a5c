package dev.yardmaster.executable;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Min;
import java.time.Duration;

/** How executables are asked for their models. */
@ConfigMapping(prefix = "yardmaster.models")
interface ModelConfig {
    /** How long an answer is good. */
    @WithDefault("10m")
    Duration ttl();

    /** How long whoever asks waits for an answer before getting the one of before. */
    @WithDefault("20s")
    Duration patience();

    /** How many executables are asked at the same time. */
    @WithDefault("2")
    @Min(1)
    int atOnce();
}
