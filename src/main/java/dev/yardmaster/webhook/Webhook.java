package dev.yardmaster.webhook;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * A receiver of notifications, without the secret that signs them.
 *
 * @param url where deliveries are posted to
 * @param events the events that it is notified of
 * @param enabled whether it is notified; while it is not, its deliveries wait and no new ones are added
 */
public record Webhook(
        UUID id,
        String name,
        String url,
        List<WebhookEvent> events,
        WebhookFormat format,
        boolean enabled,
        Instant createdAt) {
    public Webhook {
        events = List.copyOf(events);
    }

    WebhookSpec spec() {
        return new WebhookSpec(name, url, events, Optional.of(format), Optional.of(enabled));
    }

    /** Leaves out the URL, which can hold a secret. */
    @Override
    public String toString() {
        return "Webhook[id=" + id + ", name=" + name + "]";
    }
}
