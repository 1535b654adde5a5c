package dev.yardmaster.session.stream;

import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.YardmasterException;
import java.util.UUID;

/** Parses the ids of sessions in requests. */
final class SessionIds {
    private SessionIds() {}

    /** The id; throws {@code session_not_found} if the text is not an id. */
    static UUID parse(String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException _) {
            throw new YardmasterException(
                    ErrorCode.SESSION_NOT_FOUND,
                    "This is not the id of a session. GET /api/sessions lists all sessions.");
        }
    }
}
