package dev.yardmaster.token;

import dev.yardmaster.access.AccessRole;
import dev.yardmaster.id.Ids;
import java.time.Instant;
import java.util.Optional;

/** Tokens as the database would have them. */
final class StoredTokens {
    private StoredTokens() {}

    static StoredToken valid(String text) {
        return token(text, Optional.empty(), Optional.empty());
    }

    static StoredToken expiring(String text, Instant at) {
        return token(text, Optional.of(at), Optional.empty());
    }

    static StoredToken revoked(String text, Instant at) {
        return token(text, Optional.empty(), Optional.of(at));
    }

    private static StoredToken token(String text, Optional<Instant> expiresAt, Optional<Instant> revokedAt) {
        return new StoredToken(
                TokenHash.of(text),
                new Token(
                        Ids.next(),
                        "ann",
                        AccessRole.VIEWER,
                        Optional.empty(),
                        Instant.EPOCH,
                        expiresAt,
                        Optional.empty(),
                        revokedAt));
    }
}
