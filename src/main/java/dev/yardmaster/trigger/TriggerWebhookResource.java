package dev.yardmaster.trigger;

import dev.yardmaster.trigger.TriggerWebhooks.Incoming;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** The requests from outside that run triggers, and their secrets. */
@Tag(name = "triggers")
@Produces(MediaType.APPLICATION_JSON)
@Path("/api/triggers/{trigger}")
class TriggerWebhookResource {
    private final TriggerWebhooks webhooks;

    TriggerWebhookResource(TriggerWebhooks webhooks) {
        this.webhooks = webhooks;
    }

    /** @param secret the secret; it is never shown again */
    record CreatedSecret(String secret) {
        /** Leaves out the secret. */
        @Override
        public String toString() {
            return "CreatedSecret[]";
        }
    }

    @POST
    @Path("/secret")
    @Operation(
            operationId = "createTriggerSecret",
            summary = "Creates the secret of requests from outside, in place of an earlier one.",
            description = "The response is the only one that contains it.")
    public Uni<RestResponse<CreatedSecret>> createSecret(@PathParam("trigger") String trigger) {
        return webhooks.createSecret(trigger)
                .map(secret -> RestResponse.ResponseBuilder.ok(new CreatedSecret(secret.text()))
                        .header("Cache-Control", "no-store")
                        .build());
    }

    /** Needs the secret of the trigger in place of a token. */
    @POST
    @Path("/webhook")
    @Consumes(MediaType.WILDCARD)
    @Operation(
            operationId = "receiveTriggerWebhook",
            summary = "Runs a trigger on a request from outside.",
            description =
                    "Needs the secret of the trigger in place of a token. The body may be anything up to 256 KiB; it"
                            + " is data for the prompt.")
    public Uni<RestResponse<Void>> receive(
            @PathParam("trigger") String trigger,
            @Parameter(description = "sha256= and the HMAC-SHA-256 of the body, in hexadecimal digits.")
                    @HeaderParam("X-Hub-Signature-256")
                    Optional<String> signature,
            @Parameter(hidden = true) @HeaderParam("Authorization") Optional<String> authorization,
            @Parameter(description = "The id of the request; a repetition with the same id runs nothing.")
                    @HeaderParam("X-GitHub-Delivery")
                    Optional<String> delivery,
            @Parameter(description = "What the request is about.") @HeaderParam("X-GitHub-Event")
                    Optional<String> event,
            byte @Nullable [] body) {
        byte[] sent = body == null ? new byte[0] : body;
        return webhooks.receive(trigger, new Incoming(sent, signature, authorization, delivery, event))
                .replaceWith(RestResponse.accepted());
    }
}
