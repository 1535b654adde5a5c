package dev.yardmaster.dispatch;

import java.time.Duration;

/** The default configuration. Tests override single values. */
class DefaultDispatchConfig implements DispatchConfig {
    @Override
    public Duration poll() {
        return Duration.ofSeconds(5);
    }

    @Override
    public Duration ageing() {
        return Duration.ofHours(1);
    }

    @Override
    public int maxFailures() {
        return 3;
    }

    @Override
    public int maxTroubles() {
        return 12;
    }

    @Override
    public int maxAttempts() {
        return 100;
    }

    @Override
    public Duration retryDelay() {
        return Duration.ofSeconds(5);
    }

    @Override
    public Duration maxRetryDelay() {
        return Duration.ofMinutes(5);
    }
}
