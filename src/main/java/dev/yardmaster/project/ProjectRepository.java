package dev.yardmaster.project;

import dev.yardmaster.id.Ids;
import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * The stored projects. People read and change them through Hibernate; the dispatcher and the planner of sessions read them with plain SQL,
 * over the connection that they hold.
 */
@ApplicationScoped
class ProjectRepository implements PanacheRepositoryBase<ProjectEntity, UUID> {
    private static final String USERS = """
            SELECT 'the agent ''' || name || '''' AS description FROM agent WHERE project = :project
            UNION ALL
            SELECT count(*) || CASE count(*) WHEN 1 THEN ' task' ELSE ' tasks' END FROM task WHERE project = :project
                HAVING count(*) > 0
            """;

    /** Up to {@code limit} projects by name, after a name. */
    @WithSession
    Uni<List<Project>> page(String after, int limit) {
        return find("name > ?1 order by name", after)
                .page(0, limit)
                .list()
                .map(entities -> entities.stream().map(ProjectEntity::toProject).toList());
    }

    /** The project with an id or name. */
    @WithSession
    Uni<Optional<Project>> byIdOrName(String idOrName) {
        return entity(idOrName, LockModeType.NONE).map(found -> found.map(ProjectEntity::toProject));
    }

    /** Locks the project with an id or name against changes by others until the transaction ends. */
    Uni<Optional<ProjectEntity>> lock(String idOrName) {
        return entity(idOrName, LockModeType.PESSIMISTIC_WRITE);
    }

    /** Stores a new project; fails with a constraint violation if its name is taken. */
    @WithTransaction
    Uni<Project> insert(ProjectEntity entity) {
        return persistAndFlush(entity).map(ProjectEntity::toProject);
    }

    /** The users of a project, such as {@code the agent 'ann'} or {@code 2 tasks}. Part of a transaction. */
    Uni<List<String>> users(UUID project) {
        return getSession()
                .chain(session -> session.createNativeQuery(USERS, String.class)
                        .setParameter("project", project)
                        .getResultList());
    }

    /** The projects with these ids, read over a connection of the caller. */
    Uni<List<Project>> all(SqlClient client, Set<UUID> ids) {
        return client.preparedQuery("SELECT * FROM project WHERE id = ANY($1)")
                .execute(Tuple.of(ids.toArray(UUID[]::new)))
                .map(rows -> rows.stream()
                        .map(row -> ProjectEntity.of(row).toProject())
                        .toList());
    }

    private Uni<Optional<ProjectEntity>> entity(String idOrName, LockModeType lock) {
        return Ids.parse(idOrName)
                .map(id -> findById(id, lock))
                .orElseGet(() -> find("name", idOrName).withLock(lock).firstResult())
                .map(Optional::ofNullable);
    }
}
