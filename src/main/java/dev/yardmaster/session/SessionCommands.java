package dev.yardmaster.session;

import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.YardmasterException;
import dev.yardmaster.session.run.RunningSession;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Gives commands to the sessions of this service. A command to a session of another service fails and names that service. */
@Singleton
class SessionCommands {
    private final SessionRegistry registry;
    private final SessionRepository repository;
    private final Installation installation;

    SessionCommands(SessionRegistry registry, SessionRepository repository, Installation installation) {
        this.registry = registry;
        this.repository = repository;
        this.installation = installation;
    }

    /**
     * Gives a command to a session. Fails with {@code session_not_found}, or with {@code conflict} if the session does not run on this
     * service. The command runs off the event loop, as it may wait for the session's lock.
     */
    Uni<Void> give(UUID session, Consumer<RunningSession> command) {
        return repository
                .owner(session)
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .invoke(owner ->
                        command.accept(registry.find(session).orElseThrow(() -> owner.refusal(installation.id()))))
                .replaceWithVoid();
    }

    /** Stops the sessions of an agent. Fails with {@code conflict} after that if other services run sessions of the agent too. */
    Uni<Void> stopAll(UUID agent) {
        return repository
                .otherOwners(agent, installation.id())
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .invoke(others -> {
                    registry.ofAgent(agent).forEach(RunningSession::stopByHand);
                    requireNone(others);
                })
                .replaceWithVoid();
    }

    private static void requireNone(List<SessionOwner> others) {
        if (!others.isEmpty()) {
            throw new YardmasterException(
                    ErrorCode.CONFLICT,
                    "This service has stopped its sessions of the agent. The agent also has sessions on other services: "
                            + others.stream().map(SessionOwner::name).collect(Collectors.joining(", "))
                            + ". Send the request to them too.");
        }
    }
}
