package dev.yardmaster.usage;

import dev.yardmaster.executable.Executables;
import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.YardmasterException;
import dev.yardmaster.provider.Providers;
import dev.yardmaster.usage.UsageRepository.Found;
import dev.yardmaster.usage.UsageRepository.Known;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;

/** Queries the usage of sessions. Filters may name removed agents, providers and so on while sessions of them exist. For any thread. */
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
        filter.provider().ifPresent(providers::provider);
        filter.executable().ifPresent(executables::executable);
        return repository.known(filter).invoke(UsageQuery::check).replaceWithVoid();
    }

    private static void check(Known known) {
        require(known.agent(), ErrorCode.AGENT_NOT_FOUND, "agent", "agents");
        require(known.task(), ErrorCode.TASK_NOT_FOUND, "task", "tasks");
        require(known.project(), ErrorCode.PROJECT_NOT_FOUND, "project", "projects");
    }

    private static void require(boolean known, ErrorCode code, String what, String list) {
        if (!known) {
            throw new YardmasterException(
                    code,
                    "The value of '" + what + "' is unknown, and no session matches it. GET /api/" + list
                            + " lists all " + list + ".");
        }
    }
}
