package dev.yardmaster.session.log;

import dev.yardmaster.sse.Waiters;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The newest chunks of all sessions in the order in which they became durable, for clients that follow an agent or the whole fleet. The
 * feed holds stored chunks only, so a crash cannot revoke an event that a client has seen.
 *
 * <p>Positions are contiguous over all services on one database. The feed holds the chunks that this service has stored, as long as no
 * chunk of another service lies between them. Otherwise it starts again with the newer chunks, and readers find the others in the
 * database. For any thread.
 */
public @Singleton class EventFeed {
    private static final long MAX_BYTES = 8 * 1024 * 1024;

    private final Waiters waiters = new Waiters();
    // Replaced as a whole, never modified.
    private volatile Window window = new Window(Long.MAX_VALUE, 0, List.of());

    public Waiters waiters() {
        return waiters;
    }

    /**
     * Adds chunks that this service has stored. If the answer of the database was lost, some of them were stored earlier than the others, and
     * those of other services can lie between.
     */
    public void add(List<Chunk> chunks) {
        List<Chunk> sorted = chunks.stream()
                .sorted(Comparator.comparingLong(Chunk::position))
                .map(Chunk::withoutRaw)
                .toList();
        if (!sorted.isEmpty()) {
            append(lastWithoutHole(sorted));
            waiters.wake();
        }
    }

    /** Announces that another service has stored all chunks up to a position that this service has not stored. */
    public void announce(long position) {
        synchronized (this) {
            if (position <= window.last()) {
                return;
            }
            window = new Window(position, position, List.of());
        }
        waiters.wake();
    }

    /** The position of the newest chunk; 0 if no chunk was added or announced since the service started. */
    public long lastPosition() {
        return window.last();
    }

    /** The chunks after a position, if all of them are in memory; empty if they have to be read from the database. */
    public Optional<List<Chunk>> after(long position) {
        Window current = window;
        return position < current.floor()
                ? Optional.empty()
                : Optional.of(current.chunks().stream()
                        .filter(chunk -> chunk.position() > position)
                        .toList());
    }

    private synchronized void append(List<Chunk> sorted) {
        long first = sorted.getFirst().position();
        long last = sorted.getLast().position();
        if (last <= window.last()) {
            // The window has started again behind these chunks.
            return;
        }
        boolean follows = first == window.last() + 1 && window.floor() != Long.MAX_VALUE;
        List<Chunk> chunks = new ArrayList<>(follows ? window.chunks() : List.of());
        chunks.addAll(sorted);
        window = limited(new Window(follows ? window.floor() : first - 1, last, chunks));
    }

    /** The last chunks, as far as their positions are contiguous. */
    private static List<Chunk> lastWithoutHole(List<Chunk> sorted) {
        int first = sorted.size() - 1;
        while (first > 0
                && sorted.get(first - 1).position() == sorted.get(first).position() - 1) {
            first--;
        }
        return sorted.subList(first, sorted.size());
    }

    private static Window limited(Window full) {
        List<Chunk> all = full.chunks();
        long bytes =
                all.stream().mapToLong(chunk -> chunk.slice().frames().length()).sum();
        int evicted = 0;
        while (bytes > MAX_BYTES && evicted < all.size() - 1) {
            bytes -= all.get(evicted++).slice().frames().length();
        }
        long floor = evicted > 0 ? all.get(evicted - 1).position() : full.floor();
        return new Window(floor, full.last(), List.copyOf(all.subList(evicted, all.size())));
    }

    /**
     * A part of the feed.
     *
     * @param floor the window has all chunks with a position above this one
     * @param last the position of the newest chunk
     */
    private record Window(long floor, long last, List<Chunk> chunks) {}
}
