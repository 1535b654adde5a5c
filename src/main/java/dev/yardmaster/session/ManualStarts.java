package dev.yardmaster.session;

import dev.yardmaster.agent.AgentMode;
import dev.yardmaster.agent.AgentProfile;
import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.YardmasterException;
import dev.yardmaster.project.ProjectDirectory;
import dev.yardmaster.project.Projects;
import dev.yardmaster.session.run.SessionLaunch;
import dev.yardmaster.usage.Budgets;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.UUID;

/** Creates and launches the sessions that people start by hand. For any thread; no method blocks. */
@Singleton
class ManualStarts {
    private final SessionLauncher launcher;
    private final SessionRepository repository;
    private final SessionFactory factory;
    private final Projects projects;
    private final Pool pool;

    ManualStarts(
            SessionLauncher launcher,
            SessionRepository repository,
            SessionFactory factory,
            Projects projects,
            Pool pool) {
        this.launcher = launcher;
        this.repository = repository;
        this.factory = factory;
        this.projects = projects;
        this.pool = pool;
    }

    /**
     * Starts a session, and completes when its CLI is started or the session has ended. What the request or the agent names must exist:
     * fails with {@code unknown_session}, {@code unknown_provider}, {@code unknown_executable} or {@code unusable_path}, else as
     * {@link SessionFactory#create} does.
     */
    Uni<Session> start(UUID id, AgentProfile agent, StartResource.NewSession body) {
        return resumed(agent, body)
                .call(resumed -> resumed.isPresent() ? Uni.createFrom().voidItem() : requireDirectory(agent))
                .chain(resumed -> create(id, agent, body, resumed))
                .call(launch -> Uni.createFrom()
                        .completionStage(launcher.launchOn(Infrastructure.getDefaultWorkerPool(), launch)))
                .chain(launch -> repository.get(launch.session()));
    }

    /** A session that resumes another one runs in the directory of that one. */
    private Uni<Void> requireDirectory(AgentProfile agent) {
        return agent.context()
                .project()
                .map(id -> projects.profile(pool, id)
                        .emitOn(Infrastructure.getDefaultWorkerPool())
                        .invoke(ProjectDirectory::requireUsable)
                        .replaceWithVoid())
                .orElseGet(() -> Uni.createFrom().voidItem());
    }

    private Uni<SessionLaunch> create(
            UUID id, AgentProfile agent, StartResource.NewSession body, Optional<Continuation> resumed) {
        var request =
                new SessionRequest(agent, body.choice(), Optional.empty(), body.prompt(), resumed, Budgets.NONE, true);
        return pool.withTransaction(transaction -> factory.create(transaction, id, request));
    }

    private Uni<Optional<Continuation>> resumed(AgentProfile agent, StartResource.NewSession body) {
        boolean startsAnew = body.newConversation().orElse(false);
        if (body.resume().isPresent()) {
            if (startsAnew) {
                throw new YardmasterException(
                        ErrorCode.INVALID_REQUEST,
                        "A session can't both resume a session and start a new conversation. Send one of the two.");
            }
            return named(agent, body.resume().get()).map(session -> Optional.of(new Continuation(session, true)));
        }
        return agent.kind().mode() == AgentMode.PERSISTENT && !startsAnew
                ? factory.resumption(pool, agent.id())
                : Uni.createFrom().item(Optional.empty());
    }

    private Uni<Session> named(AgentProfile agent, UUID id) {
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
            return session;
        });
    }
}
