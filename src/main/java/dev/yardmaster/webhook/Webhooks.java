package dev.yardmaster.webhook;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.yardmaster.id.Ids;
import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.MergePatch;
import dev.yardmaster.problem.NotFound;
import dev.yardmaster.problem.YardmasterException;
import dev.yardmaster.secret.SecretBox;
import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.Vertx;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.UnknownHostException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.exception.ConstraintViolationException;

/** Reads, adds, changes and removes webhooks. Needs the event loop of an HTTP request, as Hibernate does. */
@Singleton
public class Webhooks {
    private final WebhookRepository repository;
    private final MergePatch patches;
    private final AddressPolicy addresses;
    private final SecretBox box;
    private final Vertx vertx;

    Webhooks(WebhookRepository repository, MergePatch patches, AddressPolicy addresses, SecretBox box, Vertx vertx) {
        this.repository = repository;
        this.patches = patches;
        this.addresses = addresses;
        this.box = box;
        this.vertx = vertx;
    }

    /**
     * A webhook with its encrypted secret.
     *
     * @param secret opens with {@link #open}
     */
    public record Sealed(Webhook webhook, String secret) {}

    /** Up to {@code limit} webhooks by name, after a name. */
    Uni<List<Webhook>> list(String after, int limit) {
        return repository.page(after, limit);
    }

    /** The webhook with an id; fails with {@code webhook_not_found}. */
    public Uni<Sealed> get(UUID id) {
        return repository.byId(id).map(found -> {
            WebhookEntity entity = found.orElseThrow(() -> NotFound.WEBHOOK.of(id));
            return new Sealed(entity.toWebhook(), entity.secret);
        });
    }

    /** Decrypts the secret of a webhook. Blocks; for any thread. Throws {@code secret_key_unusable}. */
    public SigningSecret open(UUID webhook, String encrypted) {
        return new SigningSecret(box.open(encrypted, place(webhook)));
    }

    /** Adds a webhook. Fails with {@code name_taken}, or {@code invalid_request} if its URL can't be used. */
    Uni<CreatedWebhook> add(WebhookSpec spec) {
        SigningSecret secret = SigningSecret.create();
        var entity = new WebhookEntity();
        entity.id = Ids.next();
        entity.createdAt = Instant.now().truncatedTo(ChronoUnit.MICROS);
        entity.apply(spec);
        return checkUrl(spec, Optional.empty())
                .chain(() -> vertx.executeBlocking(() -> box.seal(secret.text(), place(entity.id)), false))
                .invoke(encrypted -> entity.secret = encrypted)
                .chain(() -> nameTaken(spec, repository.insert(entity)))
                .map(webhook -> new CreatedWebhook(webhook, secret.text()));
    }

    /** Applies a JSON merge patch. Fails as {@link #add} does. */
    Uni<Webhook> change(UUID id, ObjectNode patch) {
        return get(id).chain(found -> {
            Webhook before = found.webhook();
            WebhookSpec spec = patches.apply(before.spec(), patch, WebhookSpec.class);
            return checkUrl(spec, Optional.of(before)).chain(() -> nameTaken(spec, store(id, patch)));
        });
    }

    /** Removes a webhook with its deliveries; fails with {@code webhook_not_found}. */
    Uni<Void> remove(UUID id) {
        return repository
                .remove(id)
                .invoke(removed -> {
                    if (!removed) {
                        throw NotFound.WEBHOOK.of(id);
                    }
                })
                .replaceWithVoid();
    }

    /** Applies the patch again, because the webhook can have changed while its new URL was checked. */
    @WithTransaction
    Uni<Webhook> store(UUID id, ObjectNode patch) {
        return repository.byId(id).chain(found -> {
            WebhookEntity entity = found.orElseThrow(() -> NotFound.WEBHOOK.of(id));
            entity.apply(patches.apply(entity.toWebhook().spec(), patch, WebhookSpec.class));
            return repository.flush().map(_ -> entity.toWebhook());
        });
    }

    /** Resolves a new host on a worker thread. A host that is unknown now is accepted: each delivery checks it again. */
    private Uni<Void> checkUrl(WebhookSpec spec, Optional<Webhook> before) {
        WebhookUrl url = WebhookUrl.of(spec.url());
        boolean unchanged = before.map(Webhook::url).filter(spec.url()::equals).isPresent();
        return unchanged || addresses.allowsPrivate()
                ? Uni.createFrom().voidItem()
                : vertx.executeBlocking(() -> check(url), false).replaceWithVoid();
    }

    private boolean check(WebhookUrl url) throws IOException {
        try {
            addresses.resolve(url.host());
        } catch (UnknownHostException _) {
            return false;
        } catch (AddressPolicy.RefusedException e) {
            throw YardmasterException.ofField(ErrorCode.INVALID_REQUEST, "url", "can't be used. " + e.getMessage());
        }
        return true;
    }

    private static String place(UUID webhook) {
        return "webhook/" + webhook;
    }

    private static <T> Uni<T> nameTaken(WebhookSpec spec, Uni<T> stored) {
        return stored.onFailure(ConstraintViolationException.class)
                .transform(_ -> new YardmasterException(
                        ErrorCode.NAME_TAKEN,
                        "A webhook named '" + spec.name()
                                + "' already exists. Choose another name, or change that webhook."));
    }
}
