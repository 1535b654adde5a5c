package dev.yardmaster.agent;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.yardmaster.access.AccessRole;
import dev.yardmaster.access.Caller;
import dev.yardmaster.access.RecordedThing;
import dev.yardmaster.id.NewIds;
import dev.yardmaster.page.Page;
import dev.yardmaster.problem.MergePatch;
import io.quarkus.arc.All;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
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
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.net.URI;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;

/** The HTTP routes of agents. */
@Tag(name = "agents")
@Produces(MediaType.APPLICATION_JSON)
@Path("/api/agents")
class AgentResource implements RecordedThing {
    private final Agents agents;
    private final MergePatch patches;
    private final List<AgentListener> listeners;

    AgentResource(Agents agents, MergePatch patches, @All List<AgentListener> listeners) {
        this.agents = agents;
        this.patches = patches;
        this.listeners = listeners;
    }

    @Override
    public String collection() {
        return "agents";
    }

    @Override
    public Uni<?> shown(String key) {
        return get(key);
    }

    @GET
    @Operation(operationId = "listAgents", summary = "Lists the agents by name.")
    public Uni<Page<Agent, String>> list(
            @QueryParam("after") @DefaultValue("") String after,
            @QueryParam("limit") @DefaultValue("100") @Min(1) @Max(1000) int limit) {
        return agents.list(after, limit).map(items -> Page.of(items, limit, Agent::name));
    }

    @POST
    @Operation(operationId = "registerAgent", summary = "Registers an agent.")
    public Uni<RestResponse<Agent>> register(
            @NotNull(message = "is missing: send the agent as JSON") @Valid AgentSpec body,
            @Context RoutingContext request) {
        if (body.mcpServers().isPresent()) {
            requireAdmin(request);
        }
        return agents.register(NewIds.of(request).first(), body)
                .map(agent -> RestResponse.ResponseBuilder.<Agent>created(URI.create("/api/agents/" + agent.id()))
                        .entity(agent)
                        .build());
    }

    @GET
    @Path("/{agent}")
    @Operation(operationId = "getAgent", summary = "Shows an agent.")
    public Uni<Agent> get(@PathParam("agent") String agent) {
        return agents.get(agent);
    }

    /**
     * A JSON merge patch: the named fields change, and null resets a field to its default. Running sessions keep what they started
     * with; with {@code restart} each is handed over, with its context, to a new session.
     */
    @PATCH
    @Path("/{agent}")
    @Operation(operationId = "changeAgent", summary = "Changes fields of an agent.")
    public Uni<Agent> change(
            @PathParam("agent") String agent,
            @QueryParam("restart") @DefaultValue("false") boolean restart,
            @NotNull(message = "is missing: send the fields to change as a JSON object") ObjectNode body,
            @Context RoutingContext request) {
        if (body.has("mcpServers")) {
            requireAdmin(request);
        }
        Uni<Agent> changed = agents.change(agent, spec -> patches.apply(spec, body, AgentSpec.class));
        return restart ? changed.call(this::restart) : changed;
    }

    private Uni<Void> restart(Agent agent) {
        Uni<Void> restarted = Uni.createFrom().voidItem();
        for (AgentListener listener : listeners) {
            restarted = restarted.chain(() -> listener.restart(agent.profile()));
        }
        return restarted;
    }

    @DELETE
    @Path("/{agent}")
    @Operation(operationId = "removeAgent", summary = "Removes an agent.")
    public Uni<Void> remove(@PathParam("agent") String agent) {
        return agents.remove(agent);
    }

    private static void requireAdmin(RoutingContext request) {
        Caller.require(AccessRole.ADMIN, request, "'mcpServers' names programs to run");
    }
}
