package dev.yardmaster.dispatch;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How often the dispatcher looks for ready tasks, and how it retries failed ones. */
@ConfigMapping(prefix = "yardmaster.dispatch")
interface DispatchConfig {
    /** The longest time between two rounds of the dispatcher if nothing wakes it. */
    @WithDefault("5s")
    Duration poll();

    /** How long a task waits until its priority rises by one step, so that no task starves. */
    @WithDefault("1h")
    Duration ageing();

    /** How many sessions of a task may fail before the task fails. */
    @WithDefault("3")
    int maxFailures();

    /** How many sessions of a task in a row may fail because of transient provider problems before the task fails. */
    @WithDefault("12")
    int maxTroubles();

    /** How many sessions a task may have in total, however they end, before the task fails. */
    @WithDefault("100")
    int maxAttempts();

    /** The delay after a task's first failed session. It doubles with each further failure; up to half as much jitter is added. */
    @WithDefault("5s")
    Duration retryDelay();

    /** The longest delay after a failed session, without the jitter. */
    @WithDefault("5m")
    Duration maxRetryDelay();
}
