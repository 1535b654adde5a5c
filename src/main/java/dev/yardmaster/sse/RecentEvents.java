package dev.yardmaster.sse;

import dev.yardmaster.session.frame.ByteSlice;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The newest events of a feed, in memory only. A client that reconnects gets the events after its last one. If they are not in memory any
 * more, or if the feed itself may have missed some, the client gets a {@code reset} event in their place, and then has to read everything
 * again. A new client gets it too, so a client needs only one way to begin. For any thread.
 *
 * <p>The id of an event has the form {@code <feed>-<number>}. Each service and each of its starts has another feed, so a client that
 * reconnects to another service gets a {@code reset}.
 */
public final class RecentEvents {
    static final int MOST_BYTES = 2 << 20;

    private static final SseEvent RESET = new SseEvent("reset", "{\"type\":\"reset\"}");
    private static final int BYTES_AT_ONCE = 64 << 10;
    private static final Pattern ID = Pattern.compile("([0-9a-f]+)-(\\d{1,18})");

    private final String feed = UUID.randomUUID().toString().substring(0, 8);
    private final Waiters waiters = new Waiters();
    // Replaced as a whole, never modified.
    private volatile Window window = new Window(1, List.of());

    /** Adds events. */
    public void add(List<SseEvent> events) {
        append(events);
        waiters.wake();
    }

    /** Makes all clients read everything again, because the feed may have missed events. */
    public void reset() {
        add(List.of(RESET));
    }

    /** Opens the feed for a client, after the event with an id if it is known. */
    public FrameSource open(Optional<String> lastEventId) {
        return new Source(lastEventId.flatMap(this::number).orElse(-1L));
    }

    private Optional<Long> number(String id) {
        Matcher parts = ID.matcher(id);
        return parts.matches() && parts.group(1).equals(feed)
                ? Optional.of(Long.parseLong(parts.group(2)))
                : Optional.empty();
    }

    private synchronized void append(List<SseEvent> events) {
        List<byte[]> frames = new ArrayList<>(window.frames());
        long next = window.next();
        for (SseEvent event : events) {
            frames.add(frame(event, next++));
        }
        int first = frames.size();
        for (long bytes = 0; first > 0 && bytes + frames.get(first - 1).length <= MOST_BYTES; first--) {
            bytes += frames.get(first - 1).length;
        }
        window = new Window(window.first() + first, List.copyOf(frames.subList(first, frames.size())));
    }

    private byte[] frame(SseEvent event, long number) {
        String frame = "id: " + feed + "-" + number + "\nevent: " + event.type() + "\ndata: " + event.json() + "\n\n";
        return frame.getBytes(StandardCharsets.UTF_8);
    }

    /**
     * @param first the number of the first frame
     */
    private record Window(long first, List<byte[]> frames) {
        long next() {
            return first + frames.size();
        }
    }

    /** The place of one client. */
    private final class Source implements FrameSource {
        private long cursor;

        /** @param cursor the number of the last event that the client has seen; negative if there is none */
        Source(long cursor) {
            this.cursor = cursor;
        }

        @Override
        public Next next() {
            Window current = window;
            if (cursor < current.first() - 1 || cursor >= current.next()) {
                cursor = current.next() - 1;
                return new Next.Now(ByteSlice.of(frame(RESET, cursor)));
            }
            int from = Math.toIntExact(cursor + 1 - current.first());
            return from == current.frames().size() ? new Next.Nothing() : take(current.frames(), from);
        }

        @Override
        public Waiters waiters() {
            return waiters;
        }

        private Next take(List<byte[]> frames, int from) {
            var bytes = new ByteArrayOutputStream();
            for (int i = from; i < frames.size() && bytes.size() < BYTES_AT_ONCE; i++) {
                bytes.writeBytes(frames.get(i));
                cursor++;
            }
            return new Next.Now(ByteSlice.of(bytes.toByteArray()));
        }
    }
}
