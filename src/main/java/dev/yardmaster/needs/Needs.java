package dev.yardmaster.needs;

import dev.yardmaster.page.Page;
import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.NotFound;
import dev.yardmaster.problem.YardmasterException;
import io.quarkus.arc.All;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** All that needs people. For any thread; no method blocks. */
@Singleton
class Needs {
    private static final int PAGE = 200;

    private final List<NeedSource> sources;
    private final Dismissals dismissals;

    Needs(@All List<NeedSource> sources, Dismissals dismissals) {
        this.sources = sources;
        this.dismissals = dismissals;
    }

    /** A page of the needs, the newest first. Fails with {@code invalid_request} or {@code invalid_cursor}. */
    Uni<Page<Need, String>> list(List<String> kinds, Optional<String> after, int limit) {
        Position position = Position.of(after);
        Uni<List<Need>> found = Uni.createFrom().item(List.of());
        for (NeedSource source : of(kinds)) {
            found = found.chain(earlier -> source.list(position, limit).map(more -> merged(earlier, more, limit)));
        }
        return found.map(
                items -> Page.of(items, limit, need -> Position.after(need).cursor()));
    }

    /** The newest of two lists. */
    static List<Need> merged(List<Need> some, List<Need> others, int limit) {
        List<Need> all = new ArrayList<>(some);
        all.addAll(others);
        all.sort(Need.NEWEST_FIRST);
        return List.copyOf(all.subList(0, Math.min(limit, all.size())));
    }

    /** How many needs there are of each kind. */
    Uni<Map<String, Long>> counts() {
        Uni<Map<String, Long>> counted = Uni.createFrom().item(new LinkedHashMap<String, Long>());
        for (NeedSource source : sources) {
            counted = counted.chain(counts -> source.count().map(count -> {
                counts.put(source.kind(), count);
                return counts;
            }));
        }
        return counted;
    }

    /** Hides a need until its thing changes. Idempotent. Fails with {@code need_not_found}. */
    Uni<Void> dismiss(String id, String by) {
        int colon = id.indexOf(':');
        NeedSource source = sources.stream()
                .filter(it -> colon > 0 && it.kind().equals(id.substring(0, colon)))
                .findAny()
                .orElseThrow(() -> NotFound.NEED.of(id));
        return find(source, id, Position.START)
                .chain(found -> found.map(need -> dismissals.dismiss(need, by))
                        .orElseGet(() -> dismissals
                                .isDismissed(source.kind(), id.substring(colon + 1))
                                .invoke(dismissed -> {
                                    if (!dismissed) {
                                        throw NotFound.NEED.of(id);
                                    }
                                })
                                .replaceWithVoid()));
    }

    private static Uni<Optional<Need>> find(NeedSource source, String id, Position after) {
        return source.list(after, PAGE).chain(needs -> {
            Optional<Need> found =
                    needs.stream().filter(need -> need.id().equals(id)).findAny();
            return found.isPresent() || needs.size() < PAGE
                    ? Uni.createFrom().item(found)
                    : find(source, id, Position.after(needs.getLast()));
        });
    }

    private List<NeedSource> of(List<String> kinds) {
        List<String> known = sources.stream().map(NeedSource::kind).toList();
        kinds.stream().filter(kind -> !known.contains(kind)).findFirst().ifPresent(kind -> {
            throw YardmasterException.ofField(
                    ErrorCode.INVALID_REQUEST,
                    "kind",
                    "must be one of " + known.stream().sorted().collect(Collectors.joining(", ")) + ", not '" + kind
                            + "'");
        });
        return sources.stream()
                .filter(source -> kinds.isEmpty() || kinds.contains(source.kind()))
                .toList();
    }
}
