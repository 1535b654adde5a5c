package dev.yardmaster.project;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.yardmaster.executable.Executables;
import dev.yardmaster.json.Json;
import dev.yardmaster.mcp.McpSecrets;
import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.MergePatch;
import dev.yardmaster.problem.NotFound;
import dev.yardmaster.problem.YardmasterException;
import dev.yardmaster.provider.Providers;
import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.sqlclient.SqlClient;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.hibernate.exception.ConstraintViolationException;

/**
 * Reads, adds, changes and removes projects. Methods with a {@link SqlClient} run on any thread; the others use Hibernate and need the
 * event loop of an HTTP request.
 */
@Singleton
public class Projects {
    private final ProjectRepository repository;
    private final ProjectCheck check;
    private final MergePatch patches;
    private final McpSecrets secrets;
    private final Vertx vertx;

    Projects(
            ProjectRepository repository,
            Providers providers,
            Executables executables,
            MergePatch patches,
            McpSecrets secrets,
            Vertx vertx) {
        this.repository = repository;
        this.check = new ProjectCheck(providers, executables);
        this.patches = patches;
        this.secrets = secrets;
        this.vertx = vertx;
    }

    /** The project with an id, read over a connection of the caller. Fails with {@code project_not_found}. */
    public Uni<Project> profile(SqlClient client, UUID id) {
        return repository
                .all(client, Set.of(id))
                .map(found -> found.stream().findFirst().orElseThrow(() -> NotFound.PROJECT.of(id)));
    }

    /** The projects with these ids, read over a connection of the caller. Leaves out ids of no project. */
    public Uni<Map<UUID, Project>> all(SqlClient client, Set<UUID> ids) {
        return ids.isEmpty()
                ? Uni.createFrom().item(Map.of())
                : repository
                        .all(client, ids)
                        .map(found -> found.stream().collect(Collectors.toMap(Project::id, project -> project)));
    }

    /** The project with an id or name; fails with {@code project_not_found}. Joins the caller's Hibernate session if it has one. */
    public Uni<Project> get(String idOrName) {
        return find(idOrName).map(found -> found.orElseThrow(() -> NotFound.PROJECT.of(idOrName)));
    }

    /** The project with an id or name, if it exists. Joins the caller's Hibernate session if it has one. */
    public Uni<Optional<Project>> find(String idOrName) {
        return repository.byIdOrName(idOrName);
    }

    /** Up to {@code limit} projects by name, after a name. */
    Uni<List<Project>> list(String after, int limit) {
        return repository.page(after, limit);
    }

    /**
     * Adds a project. Fails with {@code name_taken}, {@code unknown_provider}, {@code unknown_runtime}, {@code unknown_executable},
     * {@code unknown_branch}, or {@code unusable_path} if its path is not a git work tree.
     */
    Uni<Project> add(UUID id, ProjectSpec spec) {
        check.check(spec, Optional.empty());
        ProjectEntity entity = entity(id);
        return nameTaken(
                spec,
                baseBranch(spec).chain(branch -> applied(entity, spec, branch)).chain(() -> repository.insert(entity)));
    }

    /** Applies a JSON merge patch; running sessions keep what they started with. Fails as {@link #add} does. */
    @WithTransaction
    Uni<Project> change(String idOrName, ObjectNode patch) {
        return repository.lock(idOrName).chain(found -> {
            ProjectEntity entity = found.orElseThrow(() -> NotFound.PROJECT.of(idOrName));
            Project before = entity.toProject();
            ProjectSpec spec = patches.apply(before.spec(), patch, ProjectSpec.class);
            check.check(spec, Optional.of(before.spec()));
            return nameTaken(
                    spec,
                    baseBranch(spec, before)
                            .chain(branch -> applied(entity, spec, branch))
                            .chain(repository::flush)
                            .map(_ -> entity.toProject()));
        });
    }

    /** Removes a project that is not in use; its work tree stays. Fails with {@code conflict}. */
    @WithTransaction
    Uni<Void> remove(String idOrName) {
        return repository
                .lock(idOrName)
                .map(found -> found.orElseThrow(() -> NotFound.PROJECT.of(idOrName)))
                .chain(entity -> repository
                        .users(entity.id)
                        .invoke(users -> requireNone(users, entity))
                        .chain(() -> repository.delete(entity))
                        .chain(repository::flush)
                        // An agent or a task has got the project since its users were read.
                        .onFailure(ConstraintViolationException.class)
                        .transform(_ -> inUse(entity, "an agent or a task")));
    }

    private Uni<Void> applied(ProjectEntity entity, ProjectSpec spec, String branch) {
        return secrets.seal(entity.servers(), spec.mcpServers().orElseGet(Json::object))
                .invoke(servers -> entity.apply(spec, branch, servers))
                .replaceWithVoid();
    }

    private static ProjectEntity entity(UUID id) {
        var entity = new ProjectEntity();
        entity.id = id;
        entity.createdAt = Instant.now().truncatedTo(ChronoUnit.MICROS);
        return entity;
    }

    private Uni<String> baseBranch(ProjectSpec spec, Project before) {
        boolean same = spec.path().equals(before.path()) && spec.baseBranch().equals(Optional.of(before.baseBranch()));
        return same ? Uni.createFrom().item(before.baseBranch()) : baseBranch(spec);
    }

    /** Runs git on a worker thread and continues on the caller's event loop, which Hibernate requires. */
    private Uni<String> baseBranch(ProjectSpec spec) {
        return vertx.executeBlocking(
                () -> new GitWorkTree(Path.of(spec.path()), System.getenv()).baseBranch(spec.baseBranch()), false);
    }

    private static void requireNone(List<String> users, ProjectEntity project) {
        if (!users.isEmpty()) {
            throw inUse(project, String.join(", ", users));
        }
    }

    private static YardmasterException inUse(ProjectEntity project, String users) {
        return new YardmasterException(
                ErrorCode.CONFLICT,
                "The project '" + project.name + "' is used by " + users + ". Give them another project first.");
    }

    private static <T> Uni<T> nameTaken(ProjectSpec spec, Uni<T> stored) {
        return stored.onFailure(ConstraintViolationException.class)
                .transform(_ -> new YardmasterException(
                        ErrorCode.NAME_TAKEN,
                        "A project named '" + spec.name()
                                + "' already exists. Choose another name, or change that project."));
    }
}
