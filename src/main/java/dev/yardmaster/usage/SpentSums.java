package dev.yardmaster.usage;

import dev.yardmaster.usage.Budget.Spent;
import dev.yardmaster.usage.SpentQuery.Share;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;

/**
 * What the owners of budgets spent. It keeps the sums of the sessions that have ended for an hour, so a check reads the newest and the
 * running sessions only, however long a period lasts. For any thread.
 */
@Singleton
class SpentSums {
    private static final Duration KEPT = Duration.ofHours(1);

    /** Longer than a transaction that adds a session. */
    private static final Duration MARGIN = Duration.ofMinutes(5);

    private volatile Settled settled = new Settled(Instant.EPOCH, Set.of(), Map.of());

    /**
     * What was spent before a time in sessions that had ended.
     *
     * @param open the other sessions that started before that time
     * @param sums by share; the end of a window plays no part
     */
    private record Settled(Instant until, Set<UUID> open, Map<Key, Spent> sums) {
        boolean isFor(List<Share> shares, Instant now) {
            return !until.plus(MARGIN).isAfter(now)
                    && until.plus(MARGIN).plus(KEPT).isAfter(now)
                    && shares.stream().allMatch(this::covers);
        }

        Spent of(Share share) {
            return sums.getOrDefault(Key.of(share), Spent.NOTHING);
        }

        private boolean covers(Share share) {
            return !share.window().start().isBefore(until) || sums.containsKey(Key.of(share));
        }
    }

    private record Key(BudgetOwner owner, Instant start) {
        static Key of(Share share) {
            return new Key(share.owner(), share.window().start());
        }
    }

    /** The sums for these shares, whose windows contain {@code now}, in the same order. Without shares it reads nothing. */
    Uni<List<Spent>> of(SqlClient client, List<Share> shares, Instant now) {
        return shares.isEmpty()
                ? Uni.createFrom().item(List.of())
                : settled(client, shares, now)
                        .chain(past -> SpentQuery.since(client, shares, past.until(), past.open())
                                .map(recent -> IntStream.range(0, shares.size())
                                        .mapToObj(i -> past.of(shares.get(i)).plus(recent.get(i)))
                                        .toList()));
    }

    private Uni<Settled> settled(SqlClient client, List<Share> shares, Instant now) {
        Settled kept = settled;
        return kept.isFor(shares, now)
                ? Uni.createFrom().item(kept)
                : settle(client, shares, now.minus(MARGIN)).invoke(fresh -> settled = fresh);
    }

    private static Uni<Settled> settle(SqlClient client, List<Share> shares, Instant until) {
        return SpentQuery.open(client, until)
                .chain(open -> SpentQuery.before(client, shares, until, open)
                        .map(sums -> new Settled(until, open, byKey(shares, sums))));
    }

    private static Map<Key, Spent> byKey(List<Share> shares, List<Spent> sums) {
        Map<Key, Spent> byKey = new HashMap<>();
        for (int i = 0; i < shares.size(); i++) {
            byKey.put(Key.of(shares.get(i)), sums.get(i));
        }
        return Map.copyOf(byKey);
    }
}
