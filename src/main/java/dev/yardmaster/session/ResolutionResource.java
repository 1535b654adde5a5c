package dev.yardmaster.session;

import dev.yardmaster.agent.Agents;
import dev.yardmaster.provider.resolution.Preferences.Choice;
import dev.yardmaster.provider.resolution.Resolution;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Explains over HTTP what an agent's next session would run on. */
@Tag(name = "agents")
@Produces(MediaType.APPLICATION_JSON)
@Path("/api/agents/{agent}/resolution")
class ResolutionResource {
    private final Agents agents;
    private final SessionPlanner planner;
    private final Pool pool;

    ResolutionResource(Agents agents, SessionPlanner planner, Pool pool) {
        this.agents = agents;
        this.planner = planner;
        this.pool = pool;
    }

    /** Resolves as if a session were started with these parameters. If none could start, the resolution has a {@code problem}. */
    @GET
    @Operation(operationId = "explainAgent", summary = "Explains what the next session of an agent would run on.")
    public Uni<Resolution> get(
            @PathParam("agent") String agent,
            @QueryParam("provider") Optional<String> provider,
            @QueryParam("executable") Optional<String> executable,
            @QueryParam("model") Optional<String> model) {
        return agents.get(agent)
                .chain(found -> planner.explain(pool, found.profile(), new Choice(provider, executable, model)));
    }
}
