package dev.yardmaster.session;

import dev.yardmaster.agent.Agent;
import dev.yardmaster.agent.AgentProfile;
import dev.yardmaster.agent.Agents;
import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.YardmasterException;
import dev.yardmaster.provider.resolution.Preferences.Choice;
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
import java.net.URI;
import java.util.Optional;
import java.util.UUID;
import org.jboss.resteasy.reactive.RestResponse;

/** Sessions by hand. */
@Path("/api/agents/{agent}")
class StartResource {
    private final Agents agents;
    private final SessionRegistry sessions;
    private final SessionRepository repository;
    private final SessionFactory starter;
    private final Pool pool;

    StartResource(
            Agents agents, SessionRegistry sessions, SessionRepository repository, SessionFactory starter, Pool pool) {
        this.agents = agents;
        this.sessions = sessions;
        this.repository = repository;
        this.starter = starter;
        this.pool = pool;
    }

    /**
     * A session by hand. It stays open for messages until it is stopped.
     *
     * @param prompt what the agent is told first; a one-shot session needs one
     * @param provider the provider for this session only
     * @param executable the executable for this session only
     * @param model the model for this session only
     * @param resume an ended session of the agent whose conversation is to go on; on another executable, by a summary of it
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

    @POST
    @Path("/start")
    public Uni<RestResponse<Session>> start(
            @PathParam("agent") String agent,
            @NotNull(message = "is missing: send {} or {\"prompt\": …}") @Valid NewSession body) {
        return agents.get(agent)
                .map(Agent::profile)
                .chain(profile -> resumed(profile, body).chain(resumed -> begin(profile, body, resumed)))
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .invoke(sessions::launch)
                .chain(launch -> repository.get(launch.session()))
                .map(session -> RestResponse.ResponseBuilder.<Session>created(
                                URI.create("/api/sessions/" + session.id()))
                        .entity(session)
                        .build());
    }

    /** Ends all sessions that the agent is running. */
    @POST
    @Path("/stop")
    public Uni<Void> stop(@PathParam("agent") String agent) {
        return agents.get(agent)
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .invoke(found -> sessions.stopAllOf(found.id()))
                .replaceWithVoid();
    }

    private Uni<SessionLaunch> begin(AgentProfile agent, NewSession request, Optional<Session> resumed) {
        var wish = new SessionRequest(
                agent,
                request.choice(),
                Optional.empty(),
                Optional.empty(),
                request.prompt(),
                resumed.map(session -> new Continuation(session, true)),
                Budgets.NONE);
        return pool.withTransaction(transaction -> starter.store(transaction, wish));
    }

    private Uni<Optional<Session>> resumed(AgentProfile agent, NewSession request) {
        if (request.resume().isEmpty()) {
            return Uni.createFrom().item(Optional.empty());
        }
        return repository.get(request.resume().get()).map(session -> {
            if (!session.agent().equals(agent.id())
                    || session.endedAt().isEmpty()
                    || session.providerSession().isEmpty()) {
                throw new YardmasterException(
                        ErrorCode.CONFLICT,
                        "Only a session of the same agent that has ended, and whose CLI got as far as to name its"
                                + " conversation, can be resumed.");
            }
            return Optional.of(session);
        });
    }
}
