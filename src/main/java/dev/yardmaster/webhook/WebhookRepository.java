package dev.yardmaster.webhook;

import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The stored webhooks. No method locks a row longer than a change of it takes: the triggers that write the outbox would wait. */
@ApplicationScoped
class WebhookRepository implements PanacheRepositoryBase<WebhookEntity, UUID> {
    /** Up to {@code limit} webhooks by name, after a name. */
    @WithSession
    Uni<List<Webhook>> page(String after, int limit) {
        return find("name > ?1 order by name", after)
                .page(0, limit)
                .list()
                .map(entities -> entities.stream().map(WebhookEntity::toWebhook).toList());
    }

    @WithSession
    Uni<Optional<WebhookEntity>> byId(UUID id) {
        return findById(id).map(Optional::ofNullable);
    }

    /** Stores a new webhook; fails with a constraint violation if its name is taken. */
    @WithTransaction
    Uni<Webhook> insert(WebhookEntity entity) {
        return persistAndFlush(entity).map(WebhookEntity::toWebhook);
    }

    /** Removes a webhook with its deliveries; returns whether it existed. */
    @WithTransaction
    Uni<Boolean> remove(UUID id) {
        return deleteById(id);
    }
}
