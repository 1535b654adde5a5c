package dev.yardmaster.token;

import dev.yardmaster.access.CallingSession;

/** The result of the check of a session's token. */
public sealed interface SessionTokenCheck {
    /** The session has not ended. */
    record Accepted(CallingSession session) implements SessionTokenCheck {}

    /**
     * The token is not valid.
     *
     * @param reason a sentence for the caller
     */
    record Refused(String reason) implements SessionTokenCheck {}
}
