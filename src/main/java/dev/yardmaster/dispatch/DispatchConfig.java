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

    /** How long a task waits for each step of urgency that it gains, so that none waits for ever. */
    @WithDefault("1h")
    Duration ageing();

    /** How many failed sessions a task may have before it is failed itself. */
    @WithDefault("3")
    int maxFailures();

    /** How many sessions in a row a task may lose to a provider's passing trouble before it is failed itself. */
    @WithDefault("12")
    int maxTroubles();

    /** How many sessions a task may have in all before it is failed itself, whatever became of them. */
    @WithDefault("100")
    int maxAttempts();

    /** How long a task waits after its first failed session; twice as long after each further one, with up to half as much jitter. */
    @WithDefault("5s")
    Duration retryDelay();

    /** How long a task waits after a failed session at most, but for the jitter. */
    @WithDefault("5m")
    Duration maxRetryDelay();

    /** How long a service that does not say that it is still there keeps the right to dispatch. */
    @WithDefault("10s")
    Duration lease();

    /** How long a service is not heard of before its sessions are given to others. */
    @WithDefault("30s")
    Duration lostAfter();
}
