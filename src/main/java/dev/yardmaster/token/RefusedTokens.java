package dev.yardmaster.token;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The tokens that the database did not have a moment ago, so that a client that repeats a wrong token does not ask the database again each
 * time. Keeps a bounded number of them. For any thread.
 */
final class RefusedTokens {
    static final int MOST = 1000;
    static final Duration LIFETIME = Duration.ofSeconds(10);

    private final InstantSource clock;
    private final Map<TokenHash, Refusal> refusals = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<TokenHash, Refusal> eldest) {
            return size() > MOST;
        }
    };

    private record Refusal(TokenCheck.Refused refused, Instant until) {}

    RefusedTokens(InstantSource clock) {
        this.clock = clock;
    }

    synchronized Optional<TokenCheck.Refused> find(TokenHash hash) {
        return Optional.ofNullable(refusals.get(hash))
                .filter(refusal -> refusal.until().isAfter(clock.instant()))
                .map(Refusal::refused);
    }

    synchronized void add(TokenHash hash, TokenCheck.Refused refused) {
        refusals.put(hash, new Refusal(refused, clock.instant().plus(LIFETIME)));
    }

    /** Forgets all, because the tokens in the database have changed. */
    synchronized void clear() {
        refusals.clear();
    }
}
