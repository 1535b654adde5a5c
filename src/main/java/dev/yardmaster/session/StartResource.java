package dev.yardmaster.session;

import dev.yardmaster.agent.Agents;
import dev.yardmaster.id.NewIds;
import dev.yardmaster.provider.resolution.Preferences.Choice;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.net.URI;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.server.Cancellable;

/** Starts and stops the sessions of an agent by hand. */
@Tag(name = "sessions")
@Produces(MediaType.APPLICATION_JSON)
@Path("/api/agents/{agent}")
class StartResource {
    private final Agents agents;
    private final SessionCommands commands;
    private final ManualStarts starts;

    StartResource(Agents agents, SessionCommands commands, ManualStarts starts) {
        this.agents = agents;
        this.commands = commands;
        this.starts = starts;
    }

    /**
     * The request to start a session by hand. The session stays open for messages until it is stopped, or the provider refuses to work. The
     * session of a persistent agent continues the last conversation that the agent had outside of tasks.
     *
     * @param prompt the first message for the agent; a one-shot session needs one
     * @param provider the provider for this session only
     * @param executable the executable for this session only
     * @param model the model for this session only
     * @param resume the id of an ended session of the agent whose conversation continues; on another executable, the new session gets a
     *     summary of it instead
     * @param newConversation whether a persistent agent starts a new conversation; the default is false
     */
    record NewSession(
            Optional<@Size(min = 1, max = 1_000_000, message = "must have 1 to 1,000,000 characters") String> prompt,
            Optional<@Size(min = 1, max = 200, message = "must have 1 to 200 characters") String> provider,
            Optional<@Size(min = 1, max = 200, message = "must have 1 to 200 characters") String> executable,
            Optional<@Size(min = 1, max = 200, message = "must have 1 to 200 characters") String> model,
            Optional<UUID> resume,
            Optional<Boolean> newConversation) {
        Choice choice() {
            return new Choice(provider, executable, model);
        }
    }

    /** Not cancelled when the client hangs up: a session that is stored must also be launched. */
    @POST
    @Path("/start")
    @Cancellable(false)
    @Operation(operationId = "startSession", summary = "Starts a session of an agent by hand.")
    public Uni<RestResponse<Session>> start(
            @PathParam("agent") String agent,
            @NotNull(message = "is missing: send {} or {\"prompt\": …}") @Valid NewSession body,
            @Context RoutingContext request) {
        UUID id = NewIds.of(request).first();
        return agents.get(agent)
                .chain(found -> starts.start(id, found.profile(), body))
                .map(session -> RestResponse.ResponseBuilder.<Session>created(
                                URI.create("/api/sessions/" + session.id()))
                        .entity(session)
                        .build());
    }

    /** Stops all running sessions of the agent. */
    @POST
    @Path("/stop")
    @Operation(operationId = "stopAgent", summary = "Stops all running sessions of an agent.")
    public Uni<Void> stop(@PathParam("agent") String agent) {
        return agents.get(agent).chain(found -> commands.stopAll(found.id()));
    }
}
