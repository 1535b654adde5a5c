package dev.yardmaster.agent;

import dev.yardmaster.executable.Executables;
import dev.yardmaster.id.Ids;
import dev.yardmaster.json.Json;
import dev.yardmaster.mcp.McpSecrets;
import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.NotFound;
import dev.yardmaster.problem.YardmasterException;
import dev.yardmaster.project.Projects;
import dev.yardmaster.provider.AgentProvider;
import dev.yardmaster.provider.AskingModes;
import dev.yardmaster.provider.Executable;
import dev.yardmaster.provider.LaunchMode;
import dev.yardmaster.provider.Permissions;
import dev.yardmaster.provider.Providers;
import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.hibernate.exception.ConstraintViolationException;

/** The stored agents, read and changed through Hibernate. Needs the event loop of an HTTP request. */
@ApplicationScoped
public class Agents implements PanacheRepositoryBase<AgentEntity, UUID> {
    private final Executables executables;
    private final Providers providers;
    private final Projects projects;
    private final McpSecrets secrets;

    Agents(Executables executables, Providers providers, Projects projects, McpSecrets secrets) {
        this.executables = executables;
        this.providers = providers;
        this.projects = projects;
        this.secrets = secrets;
    }

    /**
     * Registers an agent. Fails with {@code name_taken}, {@code unknown_provider}, {@code unknown_executable} or
     * {@code unknown_project}.
     */
    @WithTransaction
    public Uni<Agent> register(UUID id, AgentSpec spec) {
        check(spec);
        checkRunsOn(spec);
        var entity = new AgentEntity();
        entity.id = id;
        entity.createdAt = Instant.now().truncatedTo(ChronoUnit.MICROS);
        return applied(entity, spec).chain(() -> saved(persistAndFlush(entity), spec));
    }

    /** The agent with an id or name; fails with {@code agent_not_found}. */
    @WithSession
    public Uni<Agent> get(String idOrName) {
        return entity(idOrName).map(AgentEntity::toAgent);
    }

    /** Up to {@code limit} agents by name, after a name. */
    @WithSession
    public Uni<List<Agent>> list(String after, int limit) {
        return find("name > ?1 order by name", after)
                .page(0, limit)
                .list()
                .map(entities -> entities.stream().map(AgentEntity::toAgent).toList());
    }

    /** Changes an agent; running sessions keep what they started with. Fails as {@link #register} does. */
    @WithTransaction
    public Uni<Agent> change(String idOrName, UnaryOperator<AgentSpec> change) {
        return entity(idOrName).chain(entity -> {
            AgentSpec before = entity.spec();
            AgentSpec spec = change.apply(before);
            check(spec);
            // A stored provider or executable that has disappeared does not block changes of other fields.
            if (!spec.runsOn().equals(before.runsOn())) {
                checkRunsOn(spec);
            }
            return applied(entity, spec).chain(() -> saved(flush().replaceWith(entity), spec));
        });
    }

    /** Removes an agent without a running session or reserved tasks; its past sessions stay. Fails with {@code conflict}. */
    @WithTransaction
    public Uni<Void> remove(String idOrName) {
        return locked(idOrName).chain(entity -> {
            if (entity.session != null) {
                throw conflict(entity, "has a running session. Stop the session first.");
            }
            return delete(entity)
                    .chain(this::flush)
                    .onFailure(ConstraintViolationException.class)
                    .transform(_ -> conflict(entity, "has tasks reserved for it. Give them to another agent first."));
        });
    }

    /**
     * The agent, locked: starts of its sessions wait until the transaction ends. It is read again after the lock, because a session can have
     * been started while the lock was awaited.
     */
    private Uni<AgentEntity> locked(String idOrName) {
        return entity(idOrName, LockModeType.PESSIMISTIC_WRITE)
                .call(() -> getSession().invoke(hibernate -> hibernate.clear()))
                .chain(agent -> findById(agent.id));
    }

    private static YardmasterException conflict(AgentEntity entity, String reason) {
        return new YardmasterException(ErrorCode.CONFLICT, "The agent '" + entity.name + "' " + reason);
    }

    private Uni<AgentEntity> entity(String idOrName) {
        return entity(idOrName, LockModeType.NONE);
    }

    private Uni<AgentEntity> entity(String idOrName, LockModeType lock) {
        Uni<AgentEntity> found = Ids.parse(idOrName)
                .map(id -> findById(id, lock))
                .orElseGet(() -> find("name", idOrName).withLock(lock).firstResult());
        return found.onItem().ifNull().failWith(() -> NotFound.AGENT.of(idOrName));
    }

    private void check(AgentSpec spec) {
        if (Ids.parse(spec.name()).isPresent()) {
            throw new YardmasterException(
                    ErrorCode.INVALID_REQUEST, "The name of an agent must not look like an id. Choose another name.");
        }
        boolean isKnownWhereItRuns = spec.provider().isPresent()
                || spec.executable().isPresent()
                || spec.launchMode().isPresent();
        if (spec.permissions().filter(Permissions.ASK::equals).isPresent() && isKnownWhereItRuns) {
            checkAsking(spec);
        }
    }

    /** An agent without a provider of its own is checked when a session starts. */
    private void checkAsking(AgentSpec spec) {
        Executable executable = executables.choose(spec.provider(), spec.executable());
        AgentProvider provider = providers.provider(executable.provider().value());
        List<LaunchMode> modes = provider.capabilities().modes();
        LaunchMode mode =
                spec.launchMode().or(executable::mode).filter(modes::contains).orElseGet(modes::getFirst);
        AskingModes.require(provider, mode, Permissions.ASK, false);
    }

    private Uni<Void> applied(AgentEntity entity, AgentSpec spec) {
        return project(spec)
                .chain(project -> secrets.seal(
                                entity.servers(), spec.mcpServers().orElseGet(Json::object))
                        .invoke(servers -> entity.apply(spec, project, servers)))
                .replaceWithVoid();
    }

    private void checkRunsOn(AgentSpec spec) {
        executables.choose(spec.provider(), spec.executable());
        spec.fallbackChain()
                .ifPresent(chain -> YardmasterException.checkField(
                        "fallbackChain", String.join(", ", chain), () -> executables.checkChain(chain)));
    }

    private Uni<Optional<UUID>> project(AgentSpec spec) {
        return spec.project()
                .map(idOrName -> projects.find(idOrName)
                        .map(found -> Optional.of(found.orElseThrow(() -> unknownProject(idOrName))
                                .id())))
                .orElseGet(() -> Uni.createFrom().item(Optional.empty()));
    }

    private static YardmasterException unknownProject(String idOrName) {
        return YardmasterException.ofField(
                ErrorCode.UNKNOWN_PROJECT,
                "project",
                "is '" + idOrName
                        + "', which is not the id or name of a project; GET /api/projects lists all projects");
    }

    private static Uni<Agent> saved(Uni<AgentEntity> entity, AgentSpec spec) {
        return entity.map(AgentEntity::toAgent)
                .onFailure(ConstraintViolationException.class)
                .transform(_ -> new YardmasterException(
                        ErrorCode.NAME_TAKEN,
                        "An agent named '" + spec.name()
                                + "' already exists. Choose another name, or change that agent."));
    }
}
