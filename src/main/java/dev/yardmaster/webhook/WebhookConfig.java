package dev.yardmaster.webhook;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How notifications are sent to webhooks. */
@ConfigMapping(prefix = "yardmaster.webhooks")
public interface WebhookConfig {
    /**
     * Whether webhooks may have private addresses: loopback, link-local, private and unique local ones, and those of the metadata services of
     * clouds. Anybody with an admin token can then make the service send requests into its own network.
     */
    @WithDefault("false")
    boolean allowPrivateAddresses();

    /** How often the service looks for events that no change brings, such as the end of a limit or a budget that is spent. */
    @WithDefault("5s")
    Duration poll();

    /** The time limit of one attempt, from the connection to the status of the response. */
    @WithDefault("10s")
    Duration timeout();

    /** The delay after the first failed attempt of a delivery. It doubles with each further failure. */
    @WithDefault("5s")
    Duration retryDelay();

    /** The longest delay after a failed attempt. */
    @WithDefault("1h")
    Duration maxRetryDelay();

    /** How long the attempts of a delivery go on. Then it is given up, and a person can send it again. */
    @WithDefault("24h")
    Duration retryFor();

    /** How long deliveries that have ended are kept. */
    @WithDefault("30d")
    Duration history();
}
