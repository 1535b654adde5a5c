package dev.yardmaster.trigger;

import dev.yardmaster.id.Ids;
import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.YardmasterException;
import dev.yardmaster.secret.SecretBox;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.core.Vertx;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.UUID;

/** Runs triggers on requests from outside, which show with the secret of the trigger that they may. For any thread. */
@Singleton
class TriggerWebhooks {
    /** A larger body is refused. */
    static final int MOST_BYTES = 262_144;

    private static final int LONGEST_STORED = 20_000;

    private final Triggers triggers;
    private final TriggerRepository repository;
    private final TriggerRunRepository runs;
    private final SecretBox box;
    private final Vertx vertx;

    TriggerWebhooks(
            Triggers triggers, TriggerRepository repository, TriggerRunRepository runs, SecretBox box, Vertx vertx) {
        this.triggers = triggers;
        this.repository = repository;
        this.runs = runs;
        this.box = box;
        this.vertx = vertx;
    }

    /**
     * A request from outside.
     *
     * @param signature the header {@code X-Hub-Signature-256}
     * @param authorization the header {@code Authorization}
     * @param delivery the id of the request
     * @param event what the sender says that it is about
     */
    record Incoming(
            byte[] body,
            Optional<String> signature,
            Optional<String> authorization,
            Optional<String> delivery,
            Optional<String> event) {}

    /** Creates the secret of a trigger, in place of an earlier one. Fails with {@code trigger_not_found} or {@code conflict}. */
    Uni<WebhookSecret> createSecret(String idOrName) {
        WebhookSecret secret = WebhookSecret.create();
        return triggers.get(idOrName)
                .invoke(TriggerWebhooks::requireWebhook)
                .chain(trigger -> vertx.executeBlocking(() -> box.seal(secret.text(), place(trigger.id())), false)
                        .chain(encrypted -> repository.storeSecret(trigger.id(), encrypted)))
                .replaceWith(secret);
    }

    /**
     * Adds a run for a request. Fails with {@code unauthenticated}, also for a trigger that does not exist, so that a stranger can't learn the names of
     * triggers; and with {@code body_too_large} or {@code conflict}.
     */
    Uni<Void> receive(String idOrName, Incoming incoming) {
        if (incoming.body().length > MOST_BYTES) {
            throw new YardmasterException(
                    ErrorCode.BODY_TOO_LARGE, "The body has more than " + MOST_BYTES + " bytes. Send a smaller one.");
        }
        if (incoming.signature().isEmpty() && incoming.authorization().isEmpty()) {
            return refused();
        }
        return repository
                .find(idOrName)
                .chain(found -> found.map(trigger -> accepts(trigger, incoming)
                                .chain(accepted -> accepted ? add(trigger, incoming) : refused()))
                        .orElseGet(TriggerWebhooks::refused));
    }

    private Uni<Boolean> accepts(Trigger trigger, Incoming incoming) {
        return repository
                .secret(trigger.id())
                .chain(encrypted -> encrypted.isEmpty()
                        ? Uni.createFrom().item(false)
                        : vertx.executeBlocking(
                                () -> new WebhookSecret(box.open(encrypted.get(), place(trigger.id())))
                                        .accepts(incoming.body(), incoming.signature(), incoming.authorization()),
                                false));
    }

    private Uni<Void> add(Trigger trigger, Incoming incoming) {
        if (!trigger.enabled()) {
            throw new YardmasterException(
                    ErrorCode.CONFLICT, "The trigger '" + trigger.name() + "' is disabled. Enable it first.");
        }
        String text = new String(incoming.body(), StandardCharsets.UTF_8).replace("\0", "");
        var data = new JsonObject().put("event", "webhook");
        incoming.event().ifPresent(type -> data.put("type", cut(type, 200)));
        data.put("body", cut(text, LONGEST_STORED));
        String delivery = incoming.delivery()
                .filter(it -> !it.isBlank())
                .map(it -> cut(it, 200))
                .orElseGet(() -> Ids.next().toString());
        return runs.addByWebhook(trigger.id(), data, delivery);
    }

    private static String cut(String text, int longest) {
        if (text.length() <= longest) {
            return text;
        }
        // Never half of a character.
        return text.substring(0, Character.isHighSurrogate(text.charAt(longest - 1)) ? longest - 1 : longest) + "…";
    }

    private static Uni<Void> refused() {
        return Uni.createFrom()
                .failure(new YardmasterException(
                        ErrorCode.UNAUTHENTICATED,
                        "Sign the body with the secret of the trigger in the header 'X-Hub-Signature-256: sha256=…', or send"
                                + " 'Authorization: Bearer SECRET'. POST /api/triggers/TRIGGER/secret creates the secret of a trigger with"
                                + " 'webhook'."));
    }

    private static void requireWebhook(Trigger trigger) {
        if (!trigger.webhook()) {
            throw new YardmasterException(
                    ErrorCode.CONFLICT,
                    "The trigger '" + trigger.name()
                            + "' does not run on requests from outside. Create a trigger with 'webhook': true.");
        }
    }

    private static String place(UUID trigger) {
        return "trigger/" + trigger;
    }
}
