package dev.yardmaster.sse;

import dev.yardmaster.session.frame.ByteSlice;
import io.smallrye.mutiny.Uni;

/** The source of a stream's bytes: a cursor on one log or on a feed. Used on one event loop only. */
public interface FrameSource {
    /** Returns the next frames and moves the cursor behind them. */
    Next next();

    /** The waiters that are woken when new frames exist after a {@link Next.Nothing}. */
    Waiters waiters();

    /** The next step of a stream. */
    sealed interface Next {
        /** Send these frames. */
        record Now(ByteSlice frames) implements Next {}

        /** Subscribe to {@code fetched}, and call {@link #next} again when it completes. */
        record Later(Uni<?> fetched) implements Next {}

        /** No frame exists yet: wait. */
        record Nothing() implements Next {}

        /** No frame will ever follow. */
        record End() implements Next {}
    }
}
