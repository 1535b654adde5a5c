package dev.yardmaster.idempotency;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How long requests with an {@code Idempotency-Key} can be repeated. */
@ConfigMapping(prefix = "yardmaster.idempotency")
interface IdempotencyConfig {
    /** How long a key and the answer to its request are kept; from one minute to 30 days. */
    @WithDefault("24h")
    Duration keep();
}
