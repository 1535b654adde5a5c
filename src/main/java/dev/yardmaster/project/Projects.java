package dev.yardmaster.project;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.yardmaster.executable.Executables;
import dev.yardmaster.id.Ids;
import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.MergePatch;
import dev.yardmaster.problem.YardmasterException;
import dev.yardmaster.provider.Providers;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.pgclient.PgException;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** The projects. For any thread. */
@Singleton
public class Projects {
    private static final String UNIQUE_VIOLATION = "23505";
    private static final String FOREIGN_KEY_VIOLATION = "23503";

    private final ProjectRepository repository;
    private final ProjectCheck check;
    private final MergePatch patches;
    private final Pool pool;

    Projects(
            ProjectRepository repository, Providers providers, Executables executables, MergePatch patches, Pool pool) {
        this.repository = repository;
        this.check = new ProjectCheck(providers, executables);
        this.patches = patches;
        this.pool = pool;
    }

    /** What a session needs of a project, as part of a transaction if need be. Fails with {@code project_not_found}. */
    public Uni<Project> profile(SqlClient client, UUID id) {
        return repository.find(client, id.toString()).map(found -> found.orElseThrow(Projects::notFound));
    }

    /** The projects with these ids, as far as there are any. */
    public Uni<Map<UUID, Project>> all(SqlClient client, Set<UUID> ids) {
        return ids.isEmpty()
                ? Uni.createFrom().item(Map.of())
                : repository
                        .all(client, ids)
                        .map(found -> found.stream().collect(Collectors.toMap(Project::id, project -> project)));
    }

    /** The project with an id or name; fails with {@code project_not_found}. */
    public Uni<Project> get(String idOrName) {
        return repository.find(pool, idOrName).map(found -> found.orElseThrow(Projects::notFound));
    }

    /** Up to {@code limit} projects by name, after a name. */
    Uni<List<Project>> list(String after, int limit) {
        return repository.list(pool, after, limit);
    }

    /**
     * Adds a project. Fails with {@code name_taken}, {@code unknown_provider}, {@code unknown_runtime}, {@code unknown_executable}, and
     * {@code invalid_request} when its path is no git work tree.
     */
    Uni<Project> add(ProjectSpec spec) {
        check.check(spec, Optional.empty());
        UUID id = Ids.next();
        return baseBranch(spec)
                .chain(branch -> repository.insert(pool, id, spec, branch))
                .onFailure(failure -> says(failure, UNIQUE_VIOLATION))
                .transform(_ -> nameTaken(spec));
    }

    /** Applies a JSON merge patch; running sessions go on as they are. Fails as {@link #add} does. */
    Uni<Project> change(String idOrName, ObjectNode patch) {
        return pool.withTransaction(transaction -> repository
                .lock(transaction, idOrName)
                .chain(found -> {
                    Project before = found.orElseThrow(Projects::notFound);
                    ProjectSpec spec = patches.apply(before.spec(), patch, ProjectSpec.class);
                    check.check(spec, Optional.of(before.spec()));
                    return baseBranch(spec, before)
                            .chain(branch -> repository.update(transaction, before.id(), spec, branch))
                            .onFailure(failure -> says(failure, UNIQUE_VIOLATION))
                            .transform(_ -> nameTaken(spec));
                }));
    }

    /** Removes a project that nobody uses; its work tree stays. Fails with {@code conflict}. */
    Uni<Void> remove(String idOrName) {
        return pool.withTransaction(transaction -> repository
                .lock(transaction, idOrName)
                .map(found -> found.orElseThrow(Projects::notFound))
                .chain(project -> repository
                        .users(transaction, project.id())
                        .invoke(users -> requireNone(users, project))
                        .chain(() -> repository.remove(transaction, project.id()))
                        // Somebody came between.
                        .onFailure(failure -> says(failure, FOREIGN_KEY_VIOLATION))
                        .transform(_ -> used(project, "an agent or a task"))));
    }

    private Uni<String> baseBranch(ProjectSpec spec, Project before) {
        boolean same = spec.path().equals(before.path()) && spec.baseBranch().equals(Optional.of(before.baseBranch()));
        return same ? Uni.createFrom().item(before.baseBranch()) : baseBranch(spec);
    }

    /** Asks git, away from the event loop. */
    private static Uni<String> baseBranch(ProjectSpec spec) {
        return Uni.createFrom()
                .item(() -> new GitWorkTree(Path.of(spec.path()), System.getenv()).baseBranch(spec.baseBranch()))
                .runSubscriptionOn(Infrastructure.getDefaultWorkerPool());
    }

    private static void requireNone(List<String> users, Project project) {
        if (!users.isEmpty()) {
            throw used(project, String.join(", ", users));
        }
    }

    private static YardmasterException used(Project project, String by) {
        return new YardmasterException(
                ErrorCode.CONFLICT,
                "The project '" + project.name() + "' is used by " + by + ". Give them another project first.");
    }

    private static YardmasterException nameTaken(ProjectSpec spec) {
        return new YardmasterException(
                ErrorCode.NAME_TAKEN,
                "There is a project named '" + spec.name() + "' already. Choose another name, or change that project.");
    }

    private static YardmasterException notFound() {
        return new YardmasterException(
                ErrorCode.PROJECT_NOT_FOUND,
                "There is no project with this id or name. GET /api/projects lists the projects there are.");
    }

    private static boolean says(Throwable failure, String state) {
        return failure instanceof PgException database && state.equals(database.getSqlState());
    }
}
