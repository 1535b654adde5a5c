package dev.yardmaster.executable;

import dev.yardmaster.executable.Executables.Source;
import dev.yardmaster.problem.NotFound;
import dev.yardmaster.provider.Executable;
import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Shows executables to users and stores their changes. Needs the event loop of an HTTP request. */
@Singleton
class ExecutableService {
    private final ExecutableRepository repository;
    private final ExecutableSecrets secrets;
    private final Executables executables;
    private final ExecutableRules rules;
    private final HealthChecks health;
    private final ExecutableReloader reloader;

    ExecutableService(
            ExecutableRepository repository,
            ExecutableSecrets secrets,
            Executables executables,
            ExecutableRules rules,
            HealthChecks health,
            ExecutableReloader reloader) {
        this.repository = repository;
        this.secrets = secrets;
        this.executables = executables;
        this.rules = rules;
        this.health = health;
        this.reloader = reloader;
    }

    /**
     * A stored executable.
     *
     * @param added whether no executable of this name was stored before
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
                .orElseThrow(() -> NotFound.EXECUTABLE.of(name)));
    }

    /**
     * Stores an executable, then checks its health; an unhealthy executable is stored too. Fails with {@code unknown_provider},
     * {@code invalid_request}, or {@code conflict} if the configuration declares an executable of this name.
     */
    Uni<Stored> put(String name, ExecutableSpec spec) {
        rules.checkPut(name, spec);
        return secrets.seal(name, spec)
                .chain(encrypted -> repository.put(name, encrypted::keeping))
                .call(reloader::reload)
                .call(() -> verify(name))
                .map(put -> new Stored(details(put.row()), put.added()));
    }

    /** Removes a stored executable that is not in use. Fails with {@code executable_not_found} or {@code conflict}. */
    Uni<Void> remove(String name) {
        return delete(name).call(reloader::reload);
    }

    @WithTransaction
    Uni<Void> delete(String name) {
        return repository
                .lock(name)
                .invoke(found -> rules.checkRemove(name, found))
                .chain(() -> repository.users(name))
                .invoke(users -> rules.checkUnused(name, users))
                .chain(() -> repository.deleteById(name))
                .replaceWithVoid();
    }

    private Uni<List<ExecutableDetails>> all() {
        return repository
                .all()
                .map(rows -> Stream.concat(
                                rows.stream()
                                        .filter(row -> !rules.isConfigured(row.name()))
                                        .map(this::details),
                                executables.all().stream()
                                        .filter(it -> isNotStored(it.name(), rows))
                                        .map(this::details))
                        .sorted(Comparator.comparing(ExecutableDetails::name))
                        .toList());
    }

    /** Whether an executable in use has its values from the configuration or its provider, and not from a row. */
    private boolean isNotStored(String name, List<StoredExecutable> rows) {
        return switch (executables.source(name)) {
            case CONFIGURATION -> true;
            case BUILT_IN -> rows.stream().noneMatch(row -> row.name().equals(name));
            case STORED -> false;
        };
    }

    private ExecutableDetails details(Executable executable) {
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

    private Uni<Void> verify(String name) {
        return executables
                .find(name)
                .map(executable -> Uni.createFrom()
                        .completionStage(() -> health.verify(executable))
                        .replaceWithVoid())
                .orElseGet(() -> Uni.createFrom().voidItem());
    }
}
