package dev.yardmaster.token;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import dev.yardmaster.access.AccessRole;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * A new token with its secret text.
 *
 * @param token the text that requests send; it is not stored and never shown again
 */
@JsonInclude(Include.NON_ABSENT)
record CreatedToken(
        UUID id, String name, AccessRole role, Instant createdAt, Optional<Instant> expiresAt, String token) {
    static CreatedToken of(Token created, String text) {
        return new CreatedToken(
                created.id(), created.name(), created.role(), created.createdAt(), created.expiresAt(), text);
    }

    /** Leaves out the secret text. */
    @Override
    public String toString() {
        return "CreatedToken[id=" + id + ", name=" + name + "]";
    }
}
