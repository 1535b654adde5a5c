package dev.yardmaster.webhook;

import com.fasterxml.jackson.annotation.JsonUnwrapped;

/**
 * A new webhook with its secret.
 *
 * @param secret the secret that signs deliveries; it is never shown again
 */
record CreatedWebhook(@JsonUnwrapped Webhook webhook, String secret) {
    /** Leaves out the secret. */
    @Override
    public String toString() {
        return "CreatedWebhook[" + webhook + "]";
    }
}
