package dev.yardmaster.session.stream;

import dev.yardmaster.problem.NotFound;
import java.util.UUID;

/** Parses the ids of sessions in requests. */
final class SessionIds {
    private SessionIds() {}

    /** The id; throws {@code session_not_found} if the text is not an id. */
    static UUID parse(String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException _) {
            throw NotFound.SESSION.of(text);
        }
    }
}
