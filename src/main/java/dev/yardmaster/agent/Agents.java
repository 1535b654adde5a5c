package dev.yardmaster.agent;

import dev.yardmaster.executable.Executables;
import dev.yardmaster.id.Ids;
import dev.yardmaster.mcp.McpServers;
import dev.yardmaster.mcp.McpServersJson;
import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.YardmasterException;
import dev.yardmaster.project.Projects;
import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.hibernate.exception.ConstraintViolationException;

/** The crew as it is stored. */
@ApplicationScoped
public class Agents implements PanacheRepositoryBase<AgentEntity, UUID> {
    private final Executables executables;
    private final Projects projects;

    Agents(Executables executables, Projects projects) {
        this.executables = executables;
        this.projects = projects;
    }

    /**
     * Registers an agent. Fails with {@code name_taken}, {@code unknown_provider}, {@code unknown_executable} or
     * {@code project_not_found}.
     */
    @WithTransaction
    public Uni<Agent> register(AgentSpec spec) {
        check(spec);
        checkRunsOn(spec);
        var entity = new AgentEntity();
        entity.id = Ids.next();
        entity.createdAt = Instant.now().truncatedTo(ChronoUnit.MICROS);
        return project(spec).chain(project -> {
            entity.apply(spec, project);
            return saved(persistAndFlush(entity), spec);
        });
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

    /** Changes what is said of an agent; running sessions go on as they are. */
    @WithTransaction
    public Uni<Agent> change(String idOrName, UnaryOperator<AgentSpec> change) {
        return entity(idOrName).chain(entity -> {
            AgentSpec before = entity.spec();
            AgentSpec spec = change.apply(before);
            check(spec);
            // What has become unknown since it was stored is in the way of its own change only.
            if (!spec.runsOn().equals(before.runsOn())) {
                checkRunsOn(spec);
            }
            return project(spec).chain(project -> {
                entity.apply(spec, project);
                return saved(flush().replaceWith(entity), spec);
            });
        });
    }

    /** Removes an agent that has no session; its past sessions stay. */
    @WithTransaction
    public Uni<Void> remove(String idOrName) {
        return entity(idOrName).chain(entity -> {
            if (entity.session != null) {
                throw conflict(entity, "has a running session. Stop the session first.");
            }
            return delete(entity)
                    .chain(this::flush)
                    .onFailure(ConstraintViolationException.class)
                    .transform(_ -> conflict(entity, "has tasks reserved for it. Give them to another agent first."));
        });
    }

    private static YardmasterException conflict(AgentEntity entity, String what) {
        return new YardmasterException(ErrorCode.CONFLICT, "The agent '" + entity.name + "' " + what);
    }

    private Uni<AgentEntity> entity(String idOrName) {
        Uni<AgentEntity> found = asId(idOrName)
                .map(this::findById)
                .orElseGet(() -> find("name", idOrName).firstResult());
        return found.onItem()
                .ifNull()
                .failWith(() -> new YardmasterException(
                        ErrorCode.AGENT_NOT_FOUND,
                        "There is no agent with this id or name. GET /api/agents lists the agents there are."));
    }

    private void check(AgentSpec spec) {
        if (asId(spec.name()).isPresent()) {
            throw new YardmasterException(
                    ErrorCode.INVALID_REQUEST, "An agent's name must not look like an id. Choose another name.");
        }
        spec.mcpServers().map(McpServersJson::read).ifPresent(McpServers::check);
    }

    private void checkRunsOn(AgentSpec spec) {
        executables.choose(spec.provider(), spec.executable());
        spec.fallbackChain().ifPresent(executables::checkChain);
    }

    private Uni<Optional<UUID>> project(AgentSpec spec) {
        return spec.project()
                .map(wanted -> projects.get(wanted).map(project -> Optional.of(project.id())))
                .orElseGet(() -> Uni.createFrom().item(Optional.empty()));
    }

    private static Uni<Agent> saved(Uni<AgentEntity> entity, AgentSpec spec) {
        return entity.map(AgentEntity::toAgent)
                .onFailure(ConstraintViolationException.class)
                .transform(_ -> new YardmasterException(
                        ErrorCode.NAME_TAKEN,
                        "There is an agent named '" + spec.name()
                                + "' already. Choose another name, or change that agent."));
    }

    private static Optional<UUID> asId(String text) {
        try {
            return text.length() == 36 ? Optional.of(UUID.fromString(text)) : Optional.empty();
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }
}
