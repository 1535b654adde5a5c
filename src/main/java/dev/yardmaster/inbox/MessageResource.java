package dev.yardmaster.inbox;

import dev.yardmaster.access.Caller;
import dev.yardmaster.access.RecordedThing;
import dev.yardmaster.id.NewIds;
import dev.yardmaster.page.Page;
import dev.yardmaster.problem.NotFound;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.net.URI;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;

/** Sends, shows, acknowledges and withdraws messages over HTTP. */
@Tag(name = "messages")
@Produces(MediaType.APPLICATION_JSON)
@Path("/api/messages")
class MessageResource implements RecordedThing {
    private final Mail mail;
    private final MessageRepository repository;

    MessageResource(Mail mail, MessageRepository repository) {
        this.mail = mail;
        this.repository = repository;
    }

    @Override
    public String collection() {
        return "messages";
    }

    @Override
    public Uni<?> shown(String key) {
        return get(UUID.fromString(key));
    }

    @GET
    @Operation(
            operationId = "listMessages",
            summary = "Lists the messages of all inboxes, the newest first or the oldest first.",
            description = "Filters can be combined. 'next' belongs to the order of its page.")
    public Uni<Page<Message, String>> list(
            @BeanParam MessageFilter filter, @QueryParam("limit") @DefaultValue("100") @Min(1) @Max(1000) int limit) {
        return repository
                .list(filter, limit)
                .call(found -> found.isEmpty()
                        ? requireKnown(filter)
                        : Uni.createFrom().voidItem())
                .map(items -> Page.of(items, limit, filter.order()::cursor));
    }

    @POST
    @Operation(
            operationId = "addMessage",
            summary = "Sends a message to an agent, to each agent of a role, or to people.",
            description = "All recipients get it, or none. The sender is the token of the request.")
    public Uni<RestResponse<SentMessages>> add(
            @NotNull(message = "is missing: send {\"to\": …, \"text\": …}") @Valid MessageSpec body,
            @Context RoutingContext request) {
        return mail.send(NewIds.of(request), sender(request), body)
                .map(sent -> RestResponse.ResponseBuilder.<SentMessages>created(
                                URI.create("/api/messages/" + sent.id()))
                        .entity(sent)
                        .build());
    }

    @GET
    @Path("/{id}")
    @Operation(operationId = "getMessage", summary = "Shows a message, and what it waits for.")
    public Uni<Message> get(@PathParam("id") UUID id) {
        return mail.get(id);
    }

    @DELETE
    @Path("/{id}")
    @Operation(
            operationId = "withdrawMessage",
            summary = "Withdraws a message that is still queued.",
            description =
                    "The message stays in the list as undeliverable, so that the numbers of the inbox have no gap.")
    public Uni<Void> withdraw(@PathParam("id") UUID id, @Context RoutingContext request) {
        return mail.withdraw(id, sender(request));
    }

    @POST
    @Path("/{id}/acknowledge")
    @Operation(
            operationId = "acknowledgeMessage",
            summary = "Notes that the recipient has dealt with a message.",
            description = "A queued message is not delivered any more. Acknowledging a message again changes nothing.")
    public Uni<Message> acknowledge(@PathParam("id") UUID id) {
        return mail.acknowledge(id);
    }

    private Uni<Void> requireKnown(MessageFilter filter) {
        return filter.agent()
                .map(agent -> repository
                        .knowsAgent(agent)
                        .invoke(known -> {
                            if (!known) {
                                throw NotFound.AGENT.of(agent);
                            }
                        })
                        .replaceWithVoid())
                .orElseGet(() -> Uni.createFrom().voidItem());
    }

    private static Sender sender(RoutingContext request) {
        return Sender.token(Caller.nameOf(request));
    }
}
