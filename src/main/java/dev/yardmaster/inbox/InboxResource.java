package dev.yardmaster.inbox;

import dev.yardmaster.access.Caller;
import dev.yardmaster.page.Page;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The inbox of people, and of each person, over HTTP. */
@Tag(name = "messages")
@Produces(MediaType.APPLICATION_JSON)
@Path("/api/inbox")
class InboxResource {
    private final MessageRepository repository;

    InboxResource(MessageRepository repository) {
        this.repository = repository;
    }

    @GET
    @Operation(
            operationId = "listPeopleInbox",
            summary = "Lists the messages to people and to the caller, the oldest first.",
            description = "Messages to one person are those to 'person:' and the name of a token.")
    public Uni<Page<Message, String>> list(
            @BeanParam InboxFilter filter,
            @QueryParam("limit") @DefaultValue("100") @Min(1) @Max(1000) int limit,
            @Context RoutingContext request) {
        return repository.inbox(Recipient.PEOPLE.key(), Caller.of(request).map(Caller::name), filter, limit);
    }
}
