package dev.yardmaster.executable;

import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The executables that users have stored. */
@ApplicationScoped
class ExecutableRepository implements PanacheRepositoryBase<ExecutableEntity, String> {
    // A lock of the table, because the row of a new executable does not exist yet. Readers do not wait.
    private static final String LOCK = "LOCK TABLE executable IN SHARE ROW EXCLUSIVE MODE";

    private static final String USERS = """
            SELECT 'the agent ''' || name || '''' AS description FROM agent WHERE executable = :name OR :name = ANY(fallback_chain)
            UNION ALL
            SELECT 'the project ''' || name || '''' FROM project WHERE :name = ANY(fallback_chain)
            UNION ALL
            SELECT 'the fallback chain of the settings' FROM settings WHERE jsonb_exists(value -> 'fallbackChain', :name)
            """;

    /** All stored executables, by name. */
    @WithSession
    Uni<List<StoredExecutable>> all() {
        return find("order by name")
                .list()
                .map(entities ->
                        entities.stream().map(ExecutableEntity::toStored).toList());
    }

    /**
     * Adds or replaces an executable.
     *
     * @param change makes the new row from the current one; the row does not change in between
     * @return the stored row, and whether it is new
     */
    @WithTransaction
    Uni<Put> put(String name, Function<Optional<StoredExecutable>, StoredExecutable> change) {
        return lock().chain(() -> findById(name)).map(Optional::ofNullable).chain(found -> {
            StoredExecutable changed = change.apply(found.map(ExecutableEntity::toStored));
            ExecutableEntity entity = found.orElseGet(() -> named(name));
            entity.apply(changed);
            return persistAndFlush(entity).replaceWith(new Put(changed, found.isEmpty()));
        });
    }

    /** A stored row, and whether no executable of its name was stored before. */
    record Put(StoredExecutable row, boolean added) {}

    /** Locks the table until the transaction ends, and returns the executable with a name. Part of a transaction. */
    Uni<Optional<StoredExecutable>> lock(String name) {
        return lock().chain(() -> findById(name))
                .map(found -> Optional.ofNullable(found).map(ExecutableEntity::toStored));
    }

    /** The users of an executable, such as {@code the agent 'ann'}. Part of a transaction. */
    Uni<List<String>> users(String name) {
        return getSession()
                .chain(session -> session.createNativeQuery(USERS, String.class)
                        .setParameter("name", name)
                        .getResultList());
    }

    private Uni<Void> lock() {
        return getSession()
                .chain(session -> session.createNativeQuery(LOCK).executeUpdate())
                .replaceWithVoid();
    }

    private static ExecutableEntity named(String name) {
        var entity = new ExecutableEntity();
        entity.name = name;
        return entity;
    }
}
