package dev.yardmaster.session.stream;

import dev.yardmaster.session.frame.Frames;
import dev.yardmaster.session.frame.LogSlice;
import dev.yardmaster.session.log.Chunk;
import dev.yardmaster.session.log.ChunkStore;
import dev.yardmaster.session.log.EventFeed;
import dev.yardmaster.sse.FrameSource;
import dev.yardmaster.sse.Waiters;
import io.smallrye.mutiny.Uni;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.UUID;

/** A cursor on the feed of an agent or of the whole fleet. The SSE ids of its frames are {@link FeedCursor}s. */
final class FeedSource implements FrameSource {
    private static final int CHUNKS_AT_ONCE = 4;

    private final EventFeed feed;
    private final ChunkStore store;
    private final Optional<UUID> agent;
    private final FeedCursor start;
    // Chunks for this reader that were read but not sent yet.
    private final Queue<Chunk> found = new ArrayDeque<>();
    // All chunks up to this position were read, or belong to other agents.
    private long scanned;
    // The last read found nothing in the store, and nothing was added to the feed meanwhile.
    private boolean caughtUp;

    /** @param agent the agent to follow; empty for all */
    FeedSource(EventFeed feed, ChunkStore store, Optional<UUID> agent, FeedCursor after) {
        this.feed = feed;
        this.store = store;
        this.agent = agent;
        this.start = after;
        // The client may have seen only a part of the chunk at the cursor.
        this.scanned = after.position() - 1;
    }

    @Override
    public Next next() {
        if (found.isEmpty()) {
            Optional<List<Chunk>> inMemory = feed.after(scanned);
            if (inMemory.isEmpty() && !caughtUp) {
                return new Next.Later(fetch());
            }
            caughtUp = false;
            inMemory.ifPresent(this::take);
        }
        Chunk chunk = found.poll();
        return chunk == null ? new Next.Nothing() : new Next.Now(FeedCursor.stamp(cutAtStart(chunk), chunk.position()));
    }

    @Override
    public Waiters waiters() {
        return feed.waiters();
    }

    private Uni<?> fetch() {
        long known = feed.lastPosition();
        return store.ofFeed(agent, scanned, CHUNKS_AT_ONCE).invoke(chunks -> {
            take(chunks);
            if (chunks.isEmpty()) {
                scanned = Math.max(scanned, known);
                // If the feed has a newer chunk now, it was added during the read.
                caughtUp = feed.lastPosition() == known;
            }
        });
    }

    private void take(List<Chunk> chunks) {
        for (Chunk chunk : chunks) {
            scanned = chunk.position();
            boolean seen = chunk.position() == start.position() && chunk.slice().lastSeq() <= start.seq();
            if (!seen && agent.map(chunk.agent()::equals).orElse(true)) {
                found.add(chunk);
            }
        }
    }

    private LogSlice cutAtStart(Chunk chunk) {
        return chunk.position() == start.position() ? Frames.cut(chunk.slice(), start.seq()) : chunk.slice();
    }
}
