package dev.yardmaster.token;

import java.time.Instant;

/** The result of the check of a token. */
public sealed interface TokenCheck permits KnownToken, TokenCheck.Refused, TokenCheck.Unknown {
    /**
     * The token is not valid.
     *
     * @param reason a sentence for the caller
     */
    record Refused(String reason) implements TokenCheck {
        static final Refused NONE = new Refused("No token is like the one that was sent.");

        static Refused expired(String name, Instant at) {
            return new Refused("The token '" + name + "' expired at " + at + ".");
        }

        static Refused revoked(String name, Instant at) {
            return new Refused("The token '" + name + "' was revoked at " + at + ".");
        }
    }

    /** The memory has no such token. The database may have it: another service may just have created it. */
    record Unknown() implements TokenCheck {
        static final Unknown INSTANCE = new Unknown();
    }
}
