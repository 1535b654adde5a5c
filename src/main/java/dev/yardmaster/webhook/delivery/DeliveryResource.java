package dev.yardmaster.webhook.delivery;

import dev.yardmaster.id.Ids;
import dev.yardmaster.json.Json;
import dev.yardmaster.page.Page;
import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.NotFound;
import dev.yardmaster.problem.YardmasterException;
import dev.yardmaster.webhook.Webhook;
import dev.yardmaster.webhook.Webhooks;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.Vertx;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The HTTP routes of the deliveries of a webhook. */
@Tag(name = "webhooks")
@Produces(MediaType.APPLICATION_JSON)
@Path("/api/webhooks/{id}")
class DeliveryResource {
    private final Webhooks webhooks;
    private final DeliveryRepository repository;
    private final Sender sender;
    private final Vertx vertx;

    DeliveryResource(Webhooks webhooks, DeliveryRepository repository, Sender sender, Vertx vertx) {
        this.webhooks = webhooks;
        this.repository = repository;
        this.sender = sender;
        this.vertx = vertx;
    }

    /** Lists deliveries, the newest first. */
    @GET
    @Path("/deliveries")
    @Operation(operationId = "listDeliveries", summary = "Lists the deliveries of a webhook, the newest first.")
    public Uni<Page<Delivery, UUID>> list(
            @PathParam("id") UUID id,
            @QueryParam("after") Optional<UUID> after,
            @QueryParam("limit") @DefaultValue("100") @Min(1) @Max(1000) int limit) {
        return webhooks.get(id)
                .chain(_ -> repository.page(id, after, limit))
                .map(items -> Page.of(items, limit, Delivery::id));
    }

    /** Sends a delivery that was delivered or given up again, as soon as possible. */
    @POST
    @Path("/deliveries/{delivery}/resend")
    @Operation(operationId = "resendDelivery", summary = "Sends a delivery again that was given up or delivered.")
    public Uni<Delivery> resend(@PathParam("id") UUID id, @PathParam("delivery") UUID delivery) {
        return repository
                .resend(id, delivery)
                .chain(found -> found.map(resent -> Uni.createFrom().item(resent))
                        .orElseGet(() -> repository.find(id, delivery).map(known -> {
                            throw known.map(_ -> pending()).orElseGet(() -> NotFound.DELIVERY.of(delivery));
                        })));
    }

    /** Sends a notification at once, past the outbox and without a retry. */
    @POST
    @Path("/test")
    @Operation(
            operationId = "testWebhook",
            summary = "Sends a test notification at once and reports the result.",
            description = "A disabled webhook can be tested too. The notification is not listed as a delivery.")
    public Uni<TestResult> test(@PathParam("id") UUID id) {
        return webhooks.get(id).chain(found -> vertx.executeBlocking(() -> TestResult.of(test(found)), false));
    }

    private Outcome test(Webhooks.Sealed found) {
        Webhook webhook = found.webhook();
        Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        return sender.send(
                new Notification(
                        Ids.next(), Notification.TEST, now, Json.object().put("webhook", webhook.name())),
                new Receiver(webhook.url(), webhook.format(), webhooks.open(webhook.id(), found.secret())));
    }

    private static YardmasterException pending() {
        return new YardmasterException(
                ErrorCode.CONFLICT,
                "The delivery is pending, so it is sent without your help. 'nextAttemptAt' is the time of its next attempt.");
    }
}
