package dev.yardmaster.session.stream;

import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.YardmasterException;
import java.util.UUID;

/** Ids of sessions as clients write them. */
final class SessionIds {
    private SessionIds() {}

    /** The id; text that is none fails with {@code session_not_found}. */
    static UUID parse(String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException _) {
            throw new YardmasterException(
                    ErrorCode.SESSION_NOT_FOUND,
                    "This is not the id of a session. GET /api/sessions lists the sessions there are.");
        }
    }
}
