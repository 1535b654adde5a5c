package dev.yardmaster.session.stream;

import dev.yardmaster.session.frame.LogSlice;
import dev.yardmaster.session.frame.RawRenderer;
import dev.yardmaster.session.log.ChunkStore;
import dev.yardmaster.session.log.SessionLog;
import dev.yardmaster.sse.FrameSource;
import dev.yardmaster.sse.Waiters;
import io.smallrye.mutiny.Uni;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A cursor on one session's log. Near the end of the log it reads from memory; if it has fallen behind, it reads from the store. Both hold
 * the same frames, so replay, reconnect and live events share one code path.
 */
final class SessionSource implements FrameSource {
    private static final int CHUNKS_AT_ONCE = 4;

    private final UUID session;
    private final @Nullable SessionLog live;
    private final ChunkStore store;
    private final Waiters waiters;
    private final boolean withRaw;
    private final Queue<LogSlice> fetched = new ArrayDeque<>();
    private long cursor;
    private boolean exhausted;

    /**
     * @param live the log of a running session; empty if the log is only in the store
     * @param after the last sequence number that the reader has seen
     */
    SessionSource(UUID session, Optional<SessionLog> live, ChunkStore store, boolean withRaw, long after) {
        this.session = session;
        this.live = live.orElse(null);
        this.store = store;
        this.waiters = live.map(SessionLog::waiters).orElseGet(Waiters::new);
        this.withRaw = withRaw;
        this.cursor = after;
    }

    @Override
    public Next next() {
        Optional<LogSlice> slice = Optional.ofNullable(fetched.poll());
        if (slice.isEmpty() && live != null) {
            // Read before the events: if the log has ended here, all of its events are visible below.
            boolean ended = live.ended();
            slice = live.after(cursor);
            if (slice.isEmpty() && cursor >= live.lastSeq() && !live.endsInStore()) {
                return ended ? new Next.End() : new Next.Nothing();
            }
        }
        if (slice.isPresent()) {
            cursor = slice.get().lastSeq();
            return new Next.Now(
                    withRaw ? RawRenderer.render(slice.get()) : slice.get().frames());
        }
        return exhausted ? new Next.End() : new Next.Later(fetch());
    }

    @Override
    public Waiters waiters() {
        return waiters;
    }

    private Uni<?> fetch() {
        return store.ofSession(session, cursor, CHUNKS_AT_ONCE, withRaw).invoke(chunks -> {
            chunks.forEach(chunk -> fetched.add(chunk.slice()));
            exhausted = (live == null || live.endsInStore()) && chunks.isEmpty();
        });
    }
}
