package dev.yardmaster.executable;

import dev.yardmaster.executable.Executables.Source;
import dev.yardmaster.provider.Executable;
import dev.yardmaster.provider.Providers;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Singleton;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The executables as users see and change them. For any thread. */
@Singleton
class ExecutableService {
    private final ExecutableRepository repository;
    private final ExecutableSecrets secrets;
    private final Executables executables;
    private final ExecutableRules rules;
    private final HealthChecks health;
    private final ExecutableReloader sync;
    private final Pool pool;

    ExecutableService(
            ExecutableRepository repository,
            ExecutableSecrets secrets,
            Executables executables,
            Providers providers,
            HealthChecks health,
            ExecutableReloader sync,
            Pool pool) {
        this.repository = repository;
        this.secrets = secrets;
        this.executables = executables;
        this.rules = new ExecutableRules(providers, executables);
        this.health = health;
        this.sync = sync;
        this.pool = pool;
    }

    /**
     * What became of a wish to store an executable.
     *
     * @param added whether there was none of this name
     */
    record Stored(ExecutableDetails executable, boolean added) {}

    /** Up to {@code limit} executables by name, after a name. */
    Uni<List<ExecutableDetails>> list(String after, int limit) {
        return all().map(all -> all.stream()
                .filter(executable -> executable.name().compareTo(after) > 0)
                .limit(limit)
                .toList());
    }

    /** The executable with a name; fails with {@code executable_not_found}. */
    Uni<ExecutableDetails> get(String name) {
        return all().map(all -> all.stream()
                .filter(executable -> executable.name().equals(name))
                .findFirst()
                .orElseThrow(ExecutableRules::notFound));
    }

    /**
     * Stores an executable and looks whether it can be used, which decides nothing. Fails with {@code unknown_provider},
     * {@code invalid_request}, and {@code conflict} for one that the configuration has.
     */
    Uni<Stored> put(String name, ExecutableSpec spec) {
        rules.checkPut(name, spec);
        return pool.withTransaction(transaction -> repository
                        .lock(transaction, name)
                        // Encrypting reads a file.
                        .emitOn(Infrastructure.getDefaultWorkerPool())
                        .chain(before -> repository
                                .put(transaction, secrets.seal(name, spec, before))
                                .replaceWith(before.isEmpty())))
                .call(sync::reload)
                .chain(added -> checked(name).map(executable -> new Stored(executable, added)));
    }

    /** Forgets an executable that nobody uses. Fails with {@code executable_not_found} or {@code conflict}. */
    Uni<Void> remove(String name) {
        return pool.withTransaction(transaction -> repository
                        .lock(transaction, name)
                        .invoke(found -> rules.checkRemove(name, found))
                        .chain(found -> repository.users(transaction, name))
                        .invoke(users -> rules.checkUnused(name, users))
                        .chain(() -> repository.remove(transaction, name)))
                .call(sync::reload);
    }

    private Uni<List<ExecutableDetails>> all() {
        return repository
                .list(pool)
                .map(rows -> Stream.concat(
                                rows.stream()
                                        .filter(row -> !rules.isConfigured(row.name()))
                                        .map(this::details),
                                executables.all().stream()
                                        .filter(it -> isShownAsGiven(it.name(), rows))
                                        .map(this::given))
                        .sorted(Comparator.comparing(ExecutableDetails::name))
                        .toList());
    }

    /** Stored ones are shown as their rows have them. */
    private boolean isShownAsGiven(String name, List<StoredExecutable> rows) {
        return switch (executables.source(name)) {
            case CONFIGURATION -> true;
            case BUILT_IN -> rows.stream().noneMatch(row -> row.name().equals(name));
            case STORED -> false;
        };
    }

    private ExecutableDetails given(Executable executable) {
        return ExecutableDetails.of(executable, executables.source(executable.name()), health.latest(executable));
    }

    private ExecutableDetails details(StoredExecutable row) {
        Optional<Executable> usable = executables.find(row.name());
        return new ExecutableDetails(
                row.name(),
                row.provider(),
                row.path().or(() -> usable.map(Executable::path)),
                row.arguments(),
                row.shownEnvironment(),
                row.mode(),
                Source.STORED,
                executables.fault(row.name()),
                usable.flatMap(health::latest));
    }

    private Uni<ExecutableDetails> checked(String name) {
        return executables
                .find(name)
                .map(executable -> Uni.createFrom()
                        .completionStage(() -> health.verify(executable))
                        .replaceWithVoid())
                .orElseGet(() -> Uni.createFrom().voidItem())
                .chain(() -> get(name));
    }
}
