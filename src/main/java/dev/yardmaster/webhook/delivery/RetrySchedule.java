package dev.yardmaster.webhook.delivery;

import dev.yardmaster.webhook.WebhookConfig;
import java.time.Duration;
import java.util.Optional;

/**
 * When a failed delivery is tried again.
 *
 * @param first the delay after the first attempt; it doubles with each further attempt
 * @param longest the longest delay
 * @param total how long attempts go on
 */
record RetrySchedule(Duration first, Duration longest, Duration total) {
    static RetrySchedule of(WebhookConfig config) {
        return new RetrySchedule(config.retryDelay(), config.maxRetryDelay(), config.retryFor());
    }

    /**
     * Returns the delay before the next attempt; empty if the delivery is given up.
     *
     * @param attempts the number of failed attempts, at least 1
     * @param since the time since the first attempt
     */
    Optional<Duration> delay(int attempts, Duration since) {
        if (since.compareTo(total) >= 0) {
            return Optional.empty();
        }
        Duration delay = first;
        for (int attempt = 1; attempt < attempts && delay.compareTo(longest) < 0; attempt++) {
            delay = delay.multipliedBy(2);
        }
        return Optional.of(delay.compareTo(longest) < 0 ? delay : longest);
    }
}
