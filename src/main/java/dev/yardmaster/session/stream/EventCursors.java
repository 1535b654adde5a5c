package dev.yardmaster.session.stream;

import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.YardmasterException;
import io.vertx.ext.web.RoutingContext;
import java.util.Locale;
import java.util.Optional;

/** Reads from a request where its stream starts. */
final class EventCursors {
    private EventCursors() {}

    /** Whether a request asks for a stream instead of a page. */
    static boolean wantsStream(RoutingContext context) {
        return Optional.ofNullable(context.request().getHeader("Accept"))
                .filter(EventCursors::prefersStream)
                .isPresent();
    }

    /** A generated client accepts everything that the API describes, JSON first, and expects a page. */
    static boolean prefersStream(String accepted) {
        String types = accepted.toLowerCase(Locale.ROOT);
        int stream = types.indexOf("text/event-stream");
        int page = types.indexOf("application/json");
        return stream >= 0 && (page < 0 || stream < page);
    }

    /** The id of the last event that the client has seen: from the header of a reconnect, else from the parameter {@code after}. */
    static Optional<String> ofRequest(RoutingContext context) {
        return Optional.ofNullable(context.request().getHeader("Last-Event-ID"))
                .filter(id -> !id.isEmpty())
                .or(() -> Optional.ofNullable(context.queryParams().get("after")));
    }

    /** The sequence number in a session's cursor; throws {@code invalid_cursor}. */
    static long seq(String cursor) {
        if (cursor.isEmpty() || cursor.length() > 18 || !cursor.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw new YardmasterException(
                    ErrorCode.INVALID_CURSOR,
                    "The cursor of a session (Last-Event-ID or 'after') must be the id of the last received event: a whole"
                            + " number, or 0 to start with the first event.");
        }
        return Long.parseLong(cursor);
    }
}
