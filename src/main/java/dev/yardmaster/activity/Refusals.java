package dev.yardmaster.activity;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * Makes one entry of the requests of an address that were refused for the same reason within a minute. Keeps at most {@value #MOST} addresses;
 * further ones share an entry, so that no attack can fill the activity. For any thread.
 */
final class Refusals {
    static final int MOST = 1000;
    static final Duration WINDOW = Duration.ofMinutes(1);
    static final String OTHERS = "other addresses";

    private final InstantSource clock;
    private final Map<Key, Counted> counted = new LinkedHashMap<>();

    Refusals(InstantSource clock) {
        this.clock = clock;
    }

    /** What requests have in common that are one entry. */
    record Key(String address, String action, Actor actor) {}

    private record Counted(Entry entry, Instant until) {}

    /**
     * Counts a refusal; returns the entry with the new count.
     *
     * @param first makes the entry of the first refusal, for an address
     */
    synchronized Entry count(Key key, Function<String, Entry> first) {
        Instant now = clock.instant();
        // The oldest are the first.
        counted.values().removeIf(it -> !it.until().isAfter(now));
        boolean known = counted.containsKey(key) || counted.size() < MOST;
        Key place = known ? key : new Key(OTHERS, key.action(), Actor.UNKNOWN);
        Counted before = counted.get(place);
        Counted after = before == null
                ? new Counted(first.apply(place.address()), now.plus(WINDOW))
                : new Counted(before.entry().times(before.entry().count() + 1), before.until());
        counted.put(place, after);
        return after.entry();
    }
}
