package dev.yardmaster.webhook;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.yardmaster.page.Page;
import io.smallrye.mutiny.Uni;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.net.URI;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;

/** The HTTP routes of webhooks. */
@Tag(name = "webhooks")
@Produces(MediaType.APPLICATION_JSON)
@Path("/api/webhooks")
class WebhookResource {
    private final Webhooks webhooks;

    WebhookResource(Webhooks webhooks) {
        this.webhooks = webhooks;
    }

    @GET
    @Operation(operationId = "listWebhooks", summary = "Lists the webhooks by name.")
    public Uni<Page<Webhook, String>> list(
            @QueryParam("after") @DefaultValue("") String after,
            @QueryParam("limit") @DefaultValue("100") @Min(1) @Max(1000) int limit) {
        return webhooks.list(after, limit).map(items -> Page.of(items, limit, Webhook::name));
    }

    /** Adds a webhook. The response is the only one that contains its secret. */
    @POST
    @Operation(
            operationId = "addWebhook",
            summary = "Adds a webhook.",
            description = "The response is the only one that contains the secret that signs deliveries.")
    public Uni<RestResponse<CreatedWebhook>> add(
            @NotNull(message = "is missing: send the webhook as JSON") @Valid WebhookSpec body) {
        return webhooks.add(body)
                .map(created -> RestResponse.ResponseBuilder.<CreatedWebhook>created(
                                URI.create("/api/webhooks/" + created.webhook().id()))
                        .header("Cache-Control", "no-store")
                        .entity(created)
                        .build());
    }

    @GET
    @Path("/{id}")
    @Operation(operationId = "getWebhook", summary = "Shows a webhook without its secret.")
    public Uni<Webhook> get(@PathParam("id") UUID id) {
        return webhooks.get(id).map(Webhooks.Sealed::webhook);
    }

    /** A JSON merge patch: the named fields change, and null resets a field to its default. The secret stays. */
    @PATCH
    @Path("/{id}")
    @Operation(operationId = "changeWebhook", summary = "Changes fields of a webhook.")
    public Uni<Webhook> change(
            @PathParam("id") UUID id,
            @NotNull(message = "is missing: send the fields to change as a JSON object") ObjectNode body) {
        return webhooks.change(id, body);
    }

    @DELETE
    @Path("/{id}")
    @Operation(operationId = "removeWebhook", summary = "Removes a webhook and its deliveries.")
    public Uni<Void> remove(@PathParam("id") UUID id) {
        return webhooks.remove(id);
    }
}
