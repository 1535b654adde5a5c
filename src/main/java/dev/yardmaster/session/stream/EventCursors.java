package dev.yardmaster.session.stream;

import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.YardmasterException;
import io.vertx.ext.web.RoutingContext;
import java.util.Locale;
import java.util.Optional;

/** Where in a stream a request wants to start. */
final class EventCursors {
    private EventCursors() {}

    /** Whether a request asks for a stream rather than a page. */
    static boolean wantsStream(RoutingContext context) {
        String accepted = context.request().getHeader("Accept");
        return accepted != null && accepted.toLowerCase(Locale.ROOT).contains("text/event-stream");
    }

    /** What the request saw last: the header of a client that comes back, else the parameter that it first came with. */
    static Optional<String> ofRequest(RoutingContext context) {
        return Optional.ofNullable(context.request().getHeader("Last-Event-ID"))
                .filter(id -> !id.isEmpty())
                .or(() -> Optional.ofNullable(context.queryParams().get("after")));
    }

    /** The sequence number that a session's cursor is. */
    static long seq(String cursor) {
        if (cursor.isEmpty() || cursor.length() > 18 || !cursor.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw new YardmasterException(
                    ErrorCode.INVALID_CURSOR,
                    "A session's cursor (Last-Event-ID or 'after') is the id of the last event that was received: a whole"
                            + " number, or 0 for the beginning.");
        }
        return Long.parseLong(cursor);
    }
}
