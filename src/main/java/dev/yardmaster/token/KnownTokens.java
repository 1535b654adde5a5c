package dev.yardmaster.token;

import dev.yardmaster.process.KnownSecrets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * The tokens of the database in memory, so that no request with a known token waits for the database. Each change replaces the whole map. For
 * any thread.
 */
final class KnownTokens {
    private final InstantSource clock;
    private volatile Map<TokenHash, KnownToken> byHash = Map.of();

    KnownTokens(InstantSource clock) {
        this.clock = clock;
    }

    /** Checks a token. Never blocks. */
    TokenCheck check(String text) {
        KnownToken token = byHash.get(TokenHash.of(text));
        if (token == null) {
            return TokenCheck.Unknown.INSTANCE;
        }
        if (token.use().first()) {
            KnownSecrets.add(text);
        }
        return token.at(clock.instant());
    }

    /** Replaces all tokens. */
    synchronized void replace(List<StoredToken> stored) {
        Map<UUID, TokenUse> uses = byHash.values().stream()
                .collect(Collectors.toMap(known -> known.caller().token(), KnownToken::use));
        Map<TokenHash, KnownToken> replaced = new HashMap<>();
        stored.forEach(it -> {
            TokenUse use = uses.getOrDefault(it.token().id(), new TokenUse());
            replaced.put(it.hash(), new KnownToken(it.token(), use));
        });
        byHash = replaced;
    }

    /** The uses since the last call, by token. */
    Map<UUID, Instant> takeUses() {
        Map<UUID, Instant> taken = new HashMap<>();
        byHash.values().forEach(known -> known.use()
                .take()
                .ifPresent(at -> taken.put(known.caller().token(), at)));
        return taken;
    }

    /** Returns uses that could not be written. */
    void putBack(Map<UUID, Instant> uses) {
        byHash.values().forEach(known -> {
            Instant at = uses.get(known.caller().token());
            if (at != null) {
                known.use().putBack(at);
            }
        });
    }
}
