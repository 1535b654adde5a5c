package dev.yardmaster.session.log;

import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The newest chunks of all sessions in the order in which they became durable, for clients that follow an agent or the whole fleet. The
 * feed holds stored chunks only, so a crash cannot revoke an event that a client has seen.
 *
 * <p>Only the log writer's thread adds chunks; any thread reads them.
 */
public @Singleton class EventFeed {
    private static final long MAX_BYTES = 8 * 1024 * 1024;

    private final LogWaiters waiters = new LogWaiters();
    // Replaced as a whole, never modified.
    private volatile Window window = new Window(Long.MAX_VALUE, List.of());

    public LogWaiters waiters() {
        return waiters;
    }

    /** Adds stored chunks. Their positions must be higher than all positions added before. */
    void add(List<Chunk> chunks) {
        if (chunks.isEmpty()) {
            return;
        }
        List<Chunk> all = new ArrayList<>(window.chunks());
        chunks.stream()
                .sorted(Comparator.comparingLong(Chunk::position))
                .map(Chunk::withoutRaw)
                .forEach(all::add);
        long bytes =
                all.stream().mapToLong(chunk -> chunk.slice().frames().length()).sum();
        int evicted = 0;
        while (bytes > MAX_BYTES && evicted < all.size() - 1) {
            bytes -= all.get(evicted++).slice().frames().length();
        }
        long floor = evicted > 0
                ? all.get(evicted - 1).position()
                : Math.min(window.floor(), all.getFirst().position() - 1);
        window = new Window(floor, List.copyOf(all.subList(evicted, all.size())));
        waiters.wake();
    }

    /** The position of the newest chunk; 0 if no chunk was added since the service started. */
    public long lastPosition() {
        List<Chunk> chunks = window.chunks();
        return chunks.isEmpty() ? 0 : chunks.getLast().position();
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

    /** All chunks with a position above the floor. */
    private record Window(long floor, List<Chunk> chunks) {}
}
