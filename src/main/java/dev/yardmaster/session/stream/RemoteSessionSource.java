package dev.yardmaster.session.stream;

import dev.yardmaster.session.frame.LogSlice;
import dev.yardmaster.session.frame.RawRenderer;
import dev.yardmaster.session.log.ChunkStore;
import dev.yardmaster.session.log.EventFeed;
import dev.yardmaster.sse.FrameSource;
import dev.yardmaster.sse.Waiters;
import io.smallrye.mutiny.Uni;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * A cursor on the log of a session that has not ended and whose log is not in this service, because another service runs the session. It
 * reads the store, and waits for the feed to show that the store has more.
 */
final class RemoteSessionSource implements FrameSource {
    private static final int CHUNKS_AT_ONCE = 4;

    private final UUID session;
    private final ChunkStore store;
    private final EventFeed feed;
    private final Supplier<Uni<Boolean>> hasEnded;
    private final boolean withRaw;
    private final Queue<LogSlice> fetched = new ArrayDeque<>();
    private long cursor;
    // The store had no events after the cursor at this position of the feed; -1 if it may have some.
    private long exhaustedAt = -1;
    private boolean ended;

    /**
     * @param hasEnded returns whether the end of the session is stored
     * @param after the last sequence number that the reader has seen; may be ahead of the store
     */
    RemoteSessionSource(
            UUID session,
            ChunkStore store,
            EventFeed feed,
            Supplier<Uni<Boolean>> hasEnded,
            boolean withRaw,
            long after) {
        this.session = session;
        this.store = store;
        this.feed = feed;
        this.hasEnded = hasEnded;
        this.withRaw = withRaw;
        this.cursor = after;
    }

    @Override
    public Next next() {
        LogSlice slice = fetched.poll();
        if (slice != null) {
            cursor = slice.lastSeq();
            return new Next.Now(withRaw ? RawRenderer.render(slice) : slice.frames());
        }
        if (ended) {
            return new Next.End();
        }
        return storeMayHaveMore() ? new Next.Later(fetch()) : new Next.Nothing();
    }

    @Override
    public Waiters waiters() {
        return feed.waiters();
    }

    private boolean storeMayHaveMore() {
        long last = feed.lastPosition();
        if (exhaustedAt < 0 || exhaustedAt == last) {
            return exhaustedAt < 0;
        }
        boolean more = feed.after(exhaustedAt)
                .map(chunks -> chunks.stream().anyMatch(chunk -> chunk.session().equals(session)))
                .orElse(true);
        if (!more) {
            exhaustedAt = last;
        }
        return more;
    }

    /** Asks first whether the session has ended: if so, the read that follows finds all events. */
    private Uni<?> fetch() {
        long known = feed.lastPosition();
        return hasEnded.get()
                .chain(over -> store.ofSession(session, cursor, CHUNKS_AT_ONCE, withRaw)
                        .invoke(chunks -> {
                            chunks.forEach(chunk -> fetched.add(chunk.slice()));
                            exhaustedAt = chunks.isEmpty() ? known : -1;
                            ended = over && chunks.isEmpty();
                        }));
    }
}
