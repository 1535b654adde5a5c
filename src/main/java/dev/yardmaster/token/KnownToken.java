package dev.yardmaster.token;

import dev.yardmaster.access.Caller;
import java.time.Instant;
import java.util.Optional;

/** A token that is not revoked, in memory. For any thread. */
public final class KnownToken implements TokenCheck {
    private final Caller caller;
    private final Optional<Instant> expiresAt;
    private final TokenUse use;

    KnownToken(Token token, TokenUse use) {
        this.caller = new Caller(token.id(), token.name(), token.role());
        this.expiresAt = token.expiresAt();
        this.use = use;
    }

    /** Who sends requests with this token. */
    public Caller caller() {
        return caller;
    }

    TokenUse use() {
        return use;
    }

    /** This token, and notes its use; or the reason why it is not valid any more. */
    TokenCheck at(Instant now) {
        if (expiresAt.isPresent() && !expiresAt.get().isAfter(now)) {
            return Refused.expired(caller.name(), expiresAt.get());
        }
        use.note(now);
        return this;
    }
}
