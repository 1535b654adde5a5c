package dev.yardmaster.inbox;

import dev.yardmaster.agent.Agents;
import dev.yardmaster.page.Page;
import io.smallrye.mutiny.Uni;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The inbox of an agent over HTTP. */
@Tag(name = "messages")
@Produces(MediaType.APPLICATION_JSON)
@Path("/api/agents/{agent}/inbox")
class AgentInboxResource {
    private final Agents agents;
    private final MessageRepository repository;

    AgentInboxResource(Agents agents, MessageRepository repository) {
        this.agents = agents;
        this.repository = repository;
    }

    @GET
    @Operation(operationId = "listAgentInbox", summary = "Lists the messages to an agent, the oldest first.")
    public Uni<Page<Message, String>> list(
            @PathParam("agent") String agent,
            @BeanParam InboxFilter filter,
            @QueryParam("limit") @DefaultValue("100") @Min(1) @Max(1000) int limit) {
        return agents.get(agent).chain(found -> repository.inbox(found.id().toString(), filter, limit));
    }
}
