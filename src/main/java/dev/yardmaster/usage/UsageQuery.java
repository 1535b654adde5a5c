package dev.yardmaster.usage;

import dev.yardmaster.executable.Executables;
import dev.yardmaster.problem.NotFound;
import dev.yardmaster.provider.Executable;
import dev.yardmaster.provider.Providers;
import dev.yardmaster.usage.UsageRepository.Found;
import dev.yardmaster.usage.UsageRepository.Known;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Queries the usage of sessions. Filters may name removed agents (by id), providers and executables while sessions of them exist. For any
 * thread.
 */
@Singleton
class UsageQuery {
    private final UsageRepository repository;
    private final Providers providers;
    private final Executables executables;

    UsageQuery(UsageRepository repository, Providers providers, Executables executables) {
        this.repository = repository;
        this.providers = providers;
        this.executables = executables;
    }

    /**
     * A page of at most {@code limit} groups. Fails with {@code invalid_cursor}. If no session matches and the filter names an unknown agent,
     * provider, executable, task or project, fails with the error code for it.
     */
    Uni<UsagePage> page(List<Dimension> by, UsageFilter filter, Optional<String> after, int limit) {
        Optional<List<String>> key = after.map(cursor -> UsageCursor.parse(cursor, by.size()));
        return repository
                .sums(by, filter, key, limit + 1)
                .call(found -> hasSessions(found) ? Uni.createFrom().voidItem() : check(filter))
                .map(found -> page(filter.period(), found, limit));
    }

    private static UsagePage page(Period period, List<Found> found, int limit) {
        List<Found> page = found.subList(0, Math.min(limit, found.size()));
        return new UsagePage(
                period.since(),
                period.until(),
                page.stream().map(Found::row).toList(),
                found.size() > limit ? Optional.of(UsageCursor.of(page.getLast().key())) : Optional.empty());
    }

    private static boolean hasSessions(List<Found> found) {
        return found.stream().anyMatch(group -> group.row().sums().sessions() > 0);
    }

    private Uni<Void> check(UsageFilter filter) {
        filter.provider().filter(id -> providers.names().find(id).isEmpty()).ifPresent(this::rejectProvider);
        filter.executable().filter(name -> executables.find(name).isEmpty()).ifPresent(this::rejectExecutable);
        return repository.known(filter).invoke(known -> check(filter, known)).replaceWithVoid();
    }

    private static void check(UsageFilter filter, Known known) {
        require(known.agent(), NotFound.AGENT, filter.agent());
        require(known.task(), NotFound.TASK, filter.task());
        require(known.project(), NotFound.PROJECT, filter.project());
    }

    private static void require(boolean known, NotFound error, Optional<?> value) {
        if (!known) {
            throw error.of(value.orElseThrow());
        }
    }

    private void rejectProvider(String id) {
        throw NotFound.PROVIDER.of(id, "Known providers: " + providers.names().ids() + ".");
    }

    private void rejectExecutable(String name) {
        throw NotFound.EXECUTABLE.of(
                name,
                "Known executables: "
                        + executables.all().stream().map(Executable::name).collect(Collectors.joining(", ")) + ".");
    }
}
