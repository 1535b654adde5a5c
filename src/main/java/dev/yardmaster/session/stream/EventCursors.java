package dev.yardmaster.session.stream;

import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.YardmasterException;

/** Reads from a request where its stream starts. */
final class EventCursors {
    private EventCursors() {}

    /** The sequence number in a session's cursor; throws {@code invalid_cursor}. */
    static long seq(String cursor) {
        if (cursor.isEmpty() || cursor.length() > 18 || !cursor.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw new YardmasterException(
                    ErrorCode.INVALID_CURSOR,
                    "The cursor of a session (Last-Event-ID or 'after') must be the id of the last received event: a"
                            + " whole number, or 0 to start with the first event.");
        }
        return Long.parseLong(cursor);
    }
}
