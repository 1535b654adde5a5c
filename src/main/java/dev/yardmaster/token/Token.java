package dev.yardmaster.token;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import dev.yardmaster.access.AccessRole;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * A token, without its secret text.
 *
 * @param createdBy the name of the token that created it; empty for the token of a home
 * @param expiresAt when it stops to be valid; empty if it does not expire
 * @param lastUsedAt when a request used it last, up to a minute late
 * @param revokedAt when it was revoked; empty if it is not
 */
@JsonInclude(Include.NON_ABSENT)
record Token(
        UUID id,
        String name,
        AccessRole role,
        Optional<String> createdBy,
        Instant createdAt,
        Optional<Instant> expiresAt,
        Optional<Instant> lastUsedAt,
        Optional<Instant> revokedAt) {
    TokenSpec spec() {
        return new TokenSpec(name, role, expiresAt);
    }
}
