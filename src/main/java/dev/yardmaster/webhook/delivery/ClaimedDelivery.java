package dev.yardmaster.webhook.delivery;

import dev.yardmaster.webhook.WebhookFormat;
import java.time.Duration;
import java.util.UUID;

/**
 * A delivery whose next attempt this service makes.
 *
 * @param secret the encrypted secret of the webhook
 * @param attempt the number of the attempt, from 1
 * @param since the time since the first attempt
 */
record ClaimedDelivery(
        UUID webhook,
        String url,
        WebhookFormat format,
        String secret,
        Notification notification,
        int attempt,
        Duration since) {
    /** Leaves out the URL and the data. */
    @Override
    public String toString() {
        return "ClaimedDelivery[webhook=" + webhook + ", id=" + notification.id() + "]";
    }
}
