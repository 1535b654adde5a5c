package dev.yardmaster.dispatch;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How tasks are handed out and tried again. */
@ConfigMapping(prefix = "yardmaster.dispatch")
interface DispatchConfig {
    /** How often to look without having been woken. */
    @WithDefault("5s")
    Duration poll();

    /** How many failed sessions a task may have before it is failed itself. */
    @WithDefault("3")
    int maxFailures();

    /** How long a task waits after its first failed session; twice as long after each further one, with up to half as much jitter. */
    @WithDefault("5s")
    Duration retryDelay();
}
