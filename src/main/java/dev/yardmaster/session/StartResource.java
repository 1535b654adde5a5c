package dev.yardmaster.session;

import dev.yardmaster.agent.Agent;
import dev.yardmaster.agent.AgentProfile;
import dev.yardmaster.agent.Agents;
import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.YardmasterException;
import dev.yardmaster.provider.resolution.Preferences.Choice;
import dev.yardmaster.session.run.SessionLaunch;
import dev.yardmaster.usage.Budgets;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
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
    private final SessionLauncher launcher;
    private final SessionRepository repository;
    private final SessionFactory factory;
    private final Pool pool;

    StartResource(
            Agents agents,
            SessionCommands commands,
            SessionLauncher launcher,
            SessionRepository repository,
            SessionFactory factory,
            Pool pool) {
        this.agents = agents;
        this.commands = commands;
        this.launcher = launcher;
        this.repository = repository;
        this.factory = factory;
        this.pool = pool;
    }

    /**
     * The request to start a session by hand. The session stays open for messages until it is stopped.
     *
     * @param prompt the first message for the agent; a one-shot session needs one
     * @param provider the provider for this session only
     * @param executable the executable for this session only
     * @param model the model for this session only
     * @param resume the id of an ended session of the agent whose conversation continues; on another executable, the new session gets a
     *     summary of it instead
     */
    record NewSession(
            Optional<@Size(min = 1, max = 1_000_000, message = "must have 1 to 1,000,000 characters") String> prompt,
            Optional<@Size(min = 1, max = 200, message = "must have 1 to 200 characters") String> provider,
            Optional<@Size(min = 1, max = 200, message = "must have 1 to 200 characters") String> executable,
            Optional<@Size(min = 1, max = 200, message = "must have 1 to 200 characters") String> model,
            Optional<UUID> resume) {
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
            @NotNull(message = "is missing: send {} or {\"prompt\": …}") @Valid NewSession body) {
        return agents.get(agent)
                .map(Agent::profile)
                .chain(profile -> resumed(profile, body).chain(resumed -> create(profile, body, resumed)))
                .call(launch -> Uni.createFrom()
                        .completionStage(launcher.launchOn(Infrastructure.getDefaultWorkerPool(), launch)))
                .chain(launch -> repository.get(launch.session()))
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

    private Uni<SessionLaunch> create(AgentProfile agent, NewSession body, Optional<Session> resumed) {
        var request = new SessionRequest(
                agent,
                body.choice(),
                Optional.empty(),
                Optional.empty(),
                body.prompt(),
                resumed.map(session -> new Continuation(session, true)),
                Budgets.NONE);
        return pool.withTransaction(transaction -> factory.create(transaction, request));
    }

    private Uni<Optional<Session>> resumed(AgentProfile agent, NewSession body) {
        if (body.resume().isEmpty()) {
            return Uni.createFrom().item(Optional.empty());
        }
        UUID id = body.resume().get();
        return repository.find(id).map(found -> {
            Session session = found.orElseThrow(() -> YardmasterException.ofField(
                    ErrorCode.UNKNOWN_SESSION,
                    "resume",
                    "is '" + id + "', which is not the id of a session; GET /api/sessions lists all sessions"));
            if (!session.agent().equals(agent.id())
                    || session.endedAt().isEmpty()
                    || session.providerSession().isEmpty()) {
                throw new YardmasterException(
                        ErrorCode.CONFLICT,
                        "This session can't be resumed. Name an ended session of the same agent whose CLI has reported the"
                                + " id of its conversation.");
            }
            return Optional.of(session);
        });
    }
}
