package dev.yardmaster.dispatch;

import java.time.Duration;

/** What the configuration says when nobody has changed it, but for what a test does. */
class PresetDispatchConfig implements DispatchConfig {
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

    @Override
    public Duration lease() {
        return Duration.ofSeconds(10);
    }

    @Override
    public Duration lostAfter() {
        return Duration.ofSeconds(30);
    }
}
