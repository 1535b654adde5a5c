package dev.yardmaster.webhook.delivery;

import dev.yardmaster.webhook.SigningSecret;
import dev.yardmaster.webhook.WebhookFormat;

/**
 * Where notifications are sent to.
 *
 * @param secret signs them
 */
record Receiver(String url, WebhookFormat format, SigningSecret secret) {
    /** Leaves out the URL, which can hold a secret. */
    @Override
    public String toString() {
        return "Receiver[format=" + format + "]";
    }
}
