package dev.yardmaster.session;

import dev.yardmaster.agent.Agent;
import dev.yardmaster.agent.Agents;
import dev.yardmaster.project.Projects;
import dev.yardmaster.prompt.AgentPrompt;
import dev.yardmaster.prompt.PromptSubject;
import dev.yardmaster.prompt.Prompts;
import dev.yardmaster.provider.resolution.Preferences.Choice;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Shows over HTTP the text that describes its role to an agent. */
@Tag(name = "agents")
@Produces(MediaType.APPLICATION_JSON)
@Path("/api/agents/{agent}/prompt")
class AgentPromptResource {
    private final Agents agents;
    private final SessionPlanner planner;
    private final Projects projects;
    private final Prompts prompts;
    private final Pool pool;

    AgentPromptResource(Agents agents, SessionPlanner planner, Projects projects, Prompts prompts, Pool pool) {
        this.agents = agents;
        this.planner = planner;
        this.projects = projects;
        this.prompts = prompts;
        this.pool = pool;
    }

    @GET
    @Operation(
            operationId = "getAgentPrompt",
            summary = "Shows what the next session of an agent is told about its role, and where the text comes from.")
    public Uni<AgentPrompt> get(@PathParam("agent") String agent, @QueryParam("provider") Optional<String> provider) {
        return agents.get(agent)
                .map(Agent::profile)
                .chain(profile -> planner.explain(
                                pool, profile, new Choice(provider, Optional.empty(), Optional.empty()))
                        .chain(resolution -> projects.all(
                                        pool,
                                        profile.context().project().map(Set::of).orElse(Set.of()))
                                .map(found -> PromptSubject.of(
                                        profile,
                                        resolution.provider(),
                                        found.values().stream().findFirst())))
                        .chain(subject -> prompts.of(pool, subject)));
    }
}
