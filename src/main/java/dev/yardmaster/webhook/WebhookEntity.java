package dev.yardmaster.webhook;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import java.util.stream.Stream;
import org.hibernate.annotations.DynamicUpdate;
import org.jspecify.annotations.NullUnmarked;

/** A row of the table {@code webhook}: the only mapping of its columns. */
@Entity
@Table(name = "webhook")
@DynamicUpdate
@NullUnmarked
class WebhookEntity {
    @Id
    UUID id;

    String name;
    String url;
    String[] events;
    String format;

    /** Encrypted. */
    String secret;

    boolean enabled;

    @Column(name = "created_at")
    Instant createdAt;

    void apply(WebhookSpec spec) {
        name = spec.name();
        url = spec.url();
        events = spec.events().stream().distinct().map(WebhookEvent::value).toArray(String[]::new);
        format = spec.format().orElse(WebhookFormat.JSON).value();
        enabled = spec.enabled().orElse(true);
    }

    Webhook toWebhook() {
        return new Webhook(
                id,
                name,
                url,
                Stream.of(events).map(WebhookEvent::of).toList(),
                WebhookFormat.of(format),
                enabled,
                createdAt);
    }
}
