package dev.yardmaster.follow;

import dev.yardmaster.client.Backoff;
import dev.yardmaster.client.ClientException;
import dev.yardmaster.client.EventStream;
import dev.yardmaster.client.EventStream.Frame;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Follows a stream over breaks of its connection and restarts of the service, by the cursor of the last frame. Not thread-safe.
 *
 * <pre>
 *   connect ──► read ──► ended
 *      ▲          │ the connection broke
 *      └── wait ◄─┘
 * </pre>
 */
final class Follower {
    private final Source source;
    private final Backoff backoff;
    private final Pause pause;
    private final Consumer<String> notices;
    private final SeenEvents seen = new SeenEvents();
    private Optional<String> cursor = Optional.empty();
    private boolean ended;

    /** Opens the stream. */
    interface Source {
        /** Opens it after a cursor. */
        EventStream open(Optional<String> cursor) throws InterruptedException;

        /** Whether the stream has no more events after this one. */
        default boolean endsWith(Event event) {
            return false;
        }

        /** Passes on the events before a stream that was opened without a cursor. Some of them can follow in the stream too. */
        default void earlier(Consumer<Frame> events) throws InterruptedException {}
    }

    /** Takes each event once. */
    interface Handler {
        /** @param event the event in the frame; empty if it can't be read */
        void handle(Frame frame, Optional<Event> event);
    }

    /** Waits. */
    interface Pause {
        void sleep(Duration duration) throws InterruptedException;
    }

    /** @param notices takes sentences about the connection, for people */
    Follower(Source source, Backoff backoff, Pause pause, Consumer<String> notices) {
        this.source = source;
        this.backoff = backoff;
        this.pause = pause;
        this.notices = notices;
    }

    /**
     * Passes on all events after a cursor. Returns when the stream has ended, and whether there were any. Throws {@link ClientException} if the first connection fails, or if
     * the service refuses a later one for a reason that time does not change.
     */
    boolean follow(Optional<String> after, Handler handler) throws InterruptedException {
        cursor = after;
        String interruption = read(handler, true);
        while (!ended) {
            Duration wait = backoff.next();
            notices.accept(interruption + " The next attempt is in " + Quantities.duration(wait) + ".");
            pause.sleep(wait);
            try {
                interruption = read(handler, false);
            } catch (ClientException e) {
                if (!isTemporary(e)) {
                    throw e;
                }
                interruption = e.getMessage();
            }
        }
        return !seen.isEmpty();
    }

    /** Reads the stream until its end. Returns what interrupted it. */
    private String read(Handler handler, boolean first) throws InterruptedException {
        try (EventStream stream = source.open(cursor)) {
            if (first && cursor.isEmpty()) {
                source.earlier(frame -> take(frame, handler));
            } else if (!first) {
                notices.accept("Connected again. The stream continues.");
            }
            ended = stream.isOver();
            stream.forEachFrame(frame -> {
                take(frame, handler);
                if (ended) {
                    stream.close();
                }
            });
        }
        return "The connection to the service broke.";
    }

    private void take(Frame frame, Handler handler) {
        if (ended) {
            return;
        }
        if (!frame.text().isEmpty()) {
            Optional<Event> event = Event.parse(frame.text());
            if (event.map(seen::add).orElse(true)) {
                handler.handle(frame, event);
            }
            ended = event.map(source::endsWith).orElse(false);
            backoff.reset();
        }
        cursor = frame.id().or(() -> cursor);
    }

    private static boolean isTemporary(ClientException failure) {
        return switch (failure.kind()) {
            case UNREACHABLE, REFUSED, INTERNAL -> true;
            case USAGE, NOT_FOUND, NOT_ALLOWED -> false;
        };
    }
}
