package dev.yardmaster.session.log;

import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The newest chunks of all sessions in the order in which they became durable, for those who follow an agent or the whole fleet. What
 * a feed shows is stored already, so a feed shows nothing that a crash could take back.
 *
 * <p>Chunks are added by the log writer's thread and read by any.
 */
public @Singleton class EventFeed {
    private static final long MAX_BYTES = 8 * 1024 * 1024;

    private final LogWaiters waiters = new LogWaiters();
    // Replaced, never changed.
    private volatile Window window = new Window(Long.MAX_VALUE, List.of());

    public LogWaiters waiters() {
        return waiters;
    }

    /** Adds chunks with their positions, all later than those before. */
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
        int gone = 0;
        while (bytes > MAX_BYTES && gone < all.size() - 1) {
            bytes -= all.get(gone++).slice().frames().length();
        }
        long floor = gone > 0
                ? all.get(gone - 1).position()
                : Math.min(window.floor(), all.getFirst().position() - 1);
        window = new Window(floor, List.copyOf(all.subList(gone, all.size())));
        waiters.wake();
    }

    /** The position of the newest chunk; 0 when none was added since the start. */
    public long lastPosition() {
        List<Chunk> chunks = window.chunks();
        return chunks.isEmpty() ? 0 : chunks.getLast().position();
    }

    /** The chunks after a position, if all of them are in memory; empty when they have to be read from the store. */
    public Optional<List<Chunk>> after(long position) {
        Window now = window;
        return position < now.floor()
                ? Optional.empty()
                : Optional.of(now.chunks().stream()
                        .filter(chunk -> chunk.position() > position)
                        .toList());
    }

    /** All chunks whose position is above the floor. */
    private record Window(long floor, List<Chunk> chunks) {}
}
