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
    private volatile Map<UUID, KnownToken> byId = Map.of();

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

    /** Checks the token with an id. Never blocks. */
    TokenCheck check(UUID id) {
        KnownToken token = byId.get(id);
        return token == null ? new TokenCheck.Refused("The token is revoked.") : token.at(clock.instant());
    }

    /** Replaces all tokens. */
    synchronized void replace(List<StoredToken> stored) {
        Map<UUID, KnownToken> before = byId;
        Map<TokenHash, KnownToken> replaced = new HashMap<>();
        stored.forEach(it -> {
            KnownToken same = before.get(it.token().id());
            replaced.put(it.hash(), new KnownToken(it.token(), same == null ? new TokenUse() : same.use()));
        });
        byHash = replaced;
        byId = replaced.values().stream()
                .collect(Collectors.toMap(known -> known.caller().token(), known -> known));
    }

    /** The uses since the last call, by token. */
    Map<UUID, Instant> takeUses() {
        Map<UUID, Instant> taken = new HashMap<>();
        byId.forEach((id, known) -> known.use().take().ifPresent(at -> taken.put(id, at)));
        return taken;
    }

    /** Returns uses that could not be written. */
    void putBack(Map<UUID, Instant> uses) {
        uses.forEach((id, at) -> {
            KnownToken token = byId.get(id);
            if (token != null) {
                token.use().putBack(at);
            }
        });
    }
}
